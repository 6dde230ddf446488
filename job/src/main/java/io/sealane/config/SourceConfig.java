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
        RateLimit streamLimit)
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
