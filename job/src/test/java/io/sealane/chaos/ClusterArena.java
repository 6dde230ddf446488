package io.sealane.chaos;

import io.sealane.chaos.cluster.ClusterMigration;
import io.sealane.chaos.cluster.SmallDisk;
import io.sealane.chaos.fault.FaultDeck;
import io.sealane.chaos.fault.FaultKind;
import io.sealane.chaos.fault.FaultKind.Place;
import io.sealane.chaos.history.History;
import io.sealane.chaos.job.ChaosConfig;
import io.sealane.cluster.ClusterOptions;
import io.sealane.cluster.ClusterProcesses;
import io.sealane.cluster.CounterFiles;
import io.sealane.testing.TestPostgres;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The real jar on a Flink cluster of processes with high availability, and the stand-in in a process of its own, so that
 * each of them can be killed. The cluster serves all rounds of a run.
 */
final class ClusterArena implements Arena {
    static final int TASK_MANAGERS = 2;
    /** Of each, so that the job goes on when one TaskManager is gone. */
    static final int SLOTS = 3;

    private static final Duration COPY = Duration.ofSeconds(30);
    /** So long that beginning and comparing take a small part of a round. */
    private static final Duration LONGEST_STREAM = Duration.ofSeconds(200);

    /** A killed process takes along what it counted since it was last written down; far more than it can re-read. */
    private static final int RE_READS_LOST_IN_A_KILL = 100;

    private final PrintWriter out;
    private final Path directory;
    private final Plan plan;
    private final List<FaultKind> wanted;
    private final Path counters;
    private final Optional<SmallDisk> disk;
    private final TestPostgres server;
    private final ClusterProcesses cluster;
    private final String jar;
    private int bouts;

    /** For a run of {@code minutes}, with every fault there is. */
    static ClusterArena forMinutes(Path directory, int minutes, PrintWriter out) throws Exception {
        Duration left = Duration.ofMinutes(minutes).minus(COPY);
        Plan plan = new Plan(
                COPY,
                left.compareTo(LONGEST_STREAM) < 0 ? left : LONGEST_STREAM,
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                SLOTS);
        return new ClusterArena(directory, plan, FaultKind.doneIn(Place.PROCESSES_OF_ITS_OWN), out);
    }

    /**
     * Starts everything.
     *
     * @param directory for everything that is written; exists, and is deleted by whoever made it
     * @param wanted the faults to do, as far as they can be done on this machine
     */
    ClusterArena(Path directory, Plan plan, List<FaultKind> wanted, PrintWriter out) throws Exception {
        this.directory = directory.toAbsolutePath();
        this.plan = plan;
        this.wanted = wanted;
        this.out = out;
        counters = this.directory.resolve("counters");
        try (Opened opened = new Opened()) {
            disk = SmallDisk.mountAt(this.directory.resolve("disk"));
            disk.ifPresent(opened::add);
            server = opened.add(TestPostgres.start(serverSettings()));
            cluster = opened.add(ClusterProcesses.start(this.directory.resolve("cluster"), options()));
            jar = cluster.rest().upload(ClusterProcesses.sealaneJar());
            opened.keep();
        }
    }

    /** A dead walsender holds the slot until it is missed. */
    private static Map<String, String> serverSettings() {
        Map<String, String> settings = new HashMap<>(LAZY_WAL);
        settings.put("wal_sender_timeout", "4s");
        return settings;
    }

    private ClusterOptions options() {
        ClusterOptions options = ClusterOptions.usual()
                .withTaskManagers(TASK_MANAGERS, SLOTS)
                .withHighAvailability()
                .with("cluster.evenly-spread-out-slots", "true")
                // Else the jar goes with the JobManager that it was uploaded to.
                .with("web.upload.dir", directory.resolve("uploads").toString())
                .with("heartbeat.interval", "700")
                .with("heartbeat.timeout", "4000")
                .with("execution.checkpointing.timeout", "20 s");
        return CounterFiles.on(options, counters);
    }

    @Override
    public TestPostgres server() {
        return server;
    }

    @Override
    public List<FaultKind> kinds() {
        return wanted.stream()
                .filter(kind -> kind != FaultKind.CHECKPOINT_DISK_FULL || disk.isPresent())
                .toList();
    }

    @Override
    public List<Protection> protections() {
        return Arrays.stream(Protection.values())
                .filter(protection -> !protection.counter().isEmpty())
                .toList();
    }

    @Override
    public Plan plan() {
        return plan;
    }

    @Override
    public Bout open(TestPostgres database, History history, FaultDeck deck) throws Exception {
        Path own = directory.resolve("round-" + ++bouts);
        Path checkpoints = (disk.isPresent() ? directory.resolve("disk") : own).resolve("checkpoints-" + bouts);
        ClusterMigration migration = new ClusterMigration(database, cluster.rest(), jar, own, checkpoints);
        ClusterFaults faults = new ClusterFaults(cluster, migration, history, disk.orElse(null), deck, out);
        return new ClusterBout(migration, faults, fired());
    }

    private Map<Protection, Long> fired() {
        Map<Protection, Long> fired = new EnumMap<>(Protection.class);
        for (Protection protection : protections()) {
            fired.put(protection, CounterFiles.total(counters, ChaosConfig.MIGRATION, protection.counter()));
        }
        return fired;
    }

    @Override
    public void close() {
        try (Opened opened = new Opened()) {
            disk.ifPresent(opened::add);
            opened.add(server);
            opened.add(cluster);
        }
    }

    /** What is open, closed in reverse unless it is kept. */
    private static final class Opened implements AutoCloseable {
        private final List<AutoCloseable> all = new ArrayList<>();

        <T extends AutoCloseable> T add(T opened) {
            all.add(0, opened);
            return opened;
        }

        void keep() {
            all.clear();
        }

        @Override
        public void close() {
            RuntimeException failure = null;
            for (AutoCloseable opened : all) {
                try {
                    opened.close();
                } catch (Exception e) {
                    RuntimeException next = new IllegalStateException("Cannot end " + opened, e);
                    if (failure == null) {
                        failure = next;
                    } else {
                        failure.addSuppressed(next);
                    }
                }
            }
            if (failure != null) {
                throw failure;
            }
        }
    }

    private final class ClusterBout implements Bout {
        private final ClusterMigration migration;
        private final ClusterFaults faults;
        private final Map<Protection, Long> before;

        ClusterBout(ClusterMigration migration, ClusterFaults faults, Map<Protection, Long> before) {
            this.migration = migration;
            this.faults = faults;
            this.before = before;
        }

        @Override
        public ClusterMigration migration() {
            return migration;
        }

        @Override
        public FaultInjector faults() {
            return faults;
        }

        @Override
        public Map<Protection, Long> protections() {
            Map<Protection, Long> since = fired();
            since.replaceAll((protection, total) -> total - before.get(protection));
            return since;
        }

        @Override
        public long uncountedReReads() {
            return (long) RE_READS_LOST_IN_A_KILL * faults.injected().getOrDefault(FaultKind.TASKMANAGER_KILLED, 0);
        }

        @Override
        public void close() {
            migration.close();
        }
    }
}
