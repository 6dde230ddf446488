package io.sealane.cluster;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a cluster is started.
 *
 * @param settings Flink's, above those of conf/config.yaml
 * @param environment variables of every process, such as secrets
 * @param jvmArguments of every process, separated by blanks
 * @param classPath further jars and folders of every process, separated by colons; empty for none
 */
public record ClusterOptions(
        int taskManagers,
        int slots,
        boolean highAvailability,
        Map<String, String> settings,
        Map<String, String> environment,
        String jvmArguments,
        String classPath) {
    /** A TaskManager whose process has ended is missed at once, one that is frozen after this many milliseconds. */
    private static final String HEARTBEAT_TIMEOUT = "5000";

    public ClusterOptions {
        settings = Map.copyOf(settings);
        environment = Map.copyOf(environment);
    }

    /** Two TaskManagers with two slots each, small and quick: metrics and failures are seen within seconds. */
    public static ClusterOptions usual() {
        Map<String, String> settings = new HashMap<>();
        settings.put("taskmanager.memory.process.size", "1g");
        settings.put("heartbeat.interval", "1000");
        settings.put("heartbeat.timeout", HEARTBEAT_TIMEOUT);
        settings.put("metrics.fetcher.update-interval", "500");
        settings.put("web.refresh-interval", "500");
        settings.put("restart-strategy.type", "fixed-delay");
        settings.put("restart-strategy.fixed-delay.attempts", "2147483647");
        settings.put("restart-strategy.fixed-delay.delay", "200 ms");
        // Many short-lived processes on few cores.
        return new ClusterOptions(2, 2, false, settings, Map.of(), "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC", "");
    }

    /** @param count 0 leaves them to {@link ClusterProcesses#start} */
    public ClusterOptions withTaskManagers(int count, int slotsEach) {
        return new ClusterOptions(count, slotsEach, highAvailability, settings, environment, jvmArguments, classPath);
    }

    public ClusterOptions withHighAvailability() {
        return new ClusterOptions(taskManagers, slots, true, settings, environment, jvmArguments, classPath);
    }

    public ClusterOptions with(String setting, String value) {
        Map<String, String> more = new LinkedHashMap<>(settings);
        more.put(setting, value);
        return new ClusterOptions(taskManagers, slots, highAvailability, more, environment, jvmArguments, classPath);
    }

    public ClusterOptions withEnvironment(Map<String, String> variables) {
        Map<String, String> more = new LinkedHashMap<>(environment);
        more.putAll(variables);
        return new ClusterOptions(taskManagers, slots, highAvailability, settings, more, jvmArguments, classPath);
    }

    public ClusterOptions withJvmArguments(String more) {
        return new ClusterOptions(
                taskManagers, slots, highAvailability, settings, environment, jvmArguments + " " + more, classPath);
    }

    public ClusterOptions withClassPath(String more) {
        return new ClusterOptions(
                taskManagers,
                slots,
                highAvailability,
                settings,
                environment,
                jvmArguments,
                classPath.isEmpty() ? more : classPath + ":" + more);
    }
}
