package io.sealane.config;

import java.io.Serializable;
import java.time.Duration;
import java.util.Map;

/**
 * The target database and how it is written.
 *
 * @param url {@code jdbc:oracle:thin:@//host:port/service}
 * @param controlSchema schema of the control tables, exact name
 * @param properties further ojdbc connection properties
 * @param lockWait how long a lock is waited for before its holder is named
 * @param lease how long a writer's claim on its lanes outlives its last transaction
 */
public record TargetConfig(
        String url,
        String user,
        Secret password,
        String controlSchema,
        Map<String, String> properties,
        FlushConfig flush,
        Duration lockWait,
        Duration lease)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    public TargetConfig {
        properties = Map.copyOf(properties);
    }

    /** Secrets masked. */
    @Override
    public String toString() {
        return "TargetConfig[" + url + ", user=" + user + ", controlSchema=" + controlSchema + ", properties="
                + SensitiveProperties.masked(properties) + "]";
    }
}
