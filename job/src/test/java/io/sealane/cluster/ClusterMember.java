package io.sealane.cluster;

/**
 * One process of a cluster.
 *
 * @param name as {@code cluster.sh} calls it
 */
public record ClusterMember(String name) {
    public static final ClusterMember JOB_MANAGER = new ClusterMember("jobmanager");
    public static final ClusterMember ZOOKEEPER = new ClusterMember("zookeeper");

    /** @param number from 1 on */
    public static ClusterMember taskManager(int number) {
        return new ClusterMember("taskmanager-" + number);
    }

    /** What follows the command that starts it: {@code start-taskmanager 2}. */
    String[] startCommand() {
        return equals(JOB_MANAGER)
                ? new String[] {"start-jobmanager"}
                : new String[] {"start-taskmanager", name.substring(name.indexOf('-') + 1)};
    }

    @Override
    public String toString() {
        return name;
    }
}
