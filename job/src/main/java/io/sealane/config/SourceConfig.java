package io.sealane.config;

import java.io.Serializable;
import java.util.Map;

/**
 * The source database and how it is read.
 *
 * @param slot name of the logical replication slot
 * @param publication name of the publication
 * @param properties further pgjdbc connection properties ({@code sslmode} …)
 * @param chunkRows rows aimed at in one chunk of a table snapshot
 * @param copyLimit limit of the table snapshot
 * @param streamLimit limit of the change stream
 * @param failoverSlot whether the slot is made so that standbys can take it over (PostgreSQL 17)
 * @param walLimit how much WAL the slot may hold back
 */
public record SourceConfig(
        String host,
        int port,
        String database,
        String user,
        Secret password,
        String slot,
        String publication,
        Map<String, String> properties,
        int chunkRows,
        RateLimit copyLimit,
        RateLimit streamLimit,
        boolean failoverSlot,
        WalLimit walLimit)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    public SourceConfig {
        properties = Map.copyOf(properties);
    }

    /** {@code host:port/database}, for messages. */
    public String address() {
        return host + ":" + port + "/" + database;
    }

    /** Secrets masked. */
    @Override
    public String toString() {
        return "SourceConfig[" + address() + ", user=" + user + ", slot=" + slot + ", publication=" + publication
                + ", properties=" + SensitiveProperties.masked(properties) + "]";
    }
}
