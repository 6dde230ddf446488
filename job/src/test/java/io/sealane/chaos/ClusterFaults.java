package io.sealane.chaos;

import io.sealane.chaos.cluster.ClusterMigration;
import io.sealane.chaos.cluster.SmallDisk;
import io.sealane.chaos.cluster.StandInProcess.Death;
import io.sealane.chaos.cluster.TcpProxy;
import io.sealane.chaos.cluster.TcpProxy.Cut;
import io.sealane.chaos.fault.FaultDeck;
import io.sealane.chaos.fault.FaultKind;
import io.sealane.chaos.history.History;
import io.sealane.cluster.ClusterMember;
import io.sealane.cluster.ClusterProcesses;
import io.sealane.cluster.FlinkRest;
import io.sealane.cluster.FlinkRest.RestException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Faults to processes, links and disks. Each is a cycle: it is counted when the job has afterwards completed a checkpoint
 * that began after it, and has applied a further change.
 */
final class ClusterFaults implements FaultInjector {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterFaults.class);
    private static final Duration RECOVERY = Duration.ofSeconds(120);
    private static final Duration UNTIL_MISSED = Duration.ofSeconds(15);
    private static final Duration UNTIL_DISK_IS_FELT = Duration.ofSeconds(6);
    private static final long POLL_MILLIS = 100;
    private static final List<ClusterMember> TASK_MANAGERS = IntStream.rangeClosed(1, ClusterArena.TASK_MANAGERS)
            .mapToObj(ClusterMember::taskManager)
            .toList();
    private static final Set<FaultKind> NEEDS_EVERY_PROCESS =
            EnumSet.of(FaultKind.TASKMANAGER_KILLED, FaultKind.TASKMANAGER_FROZEN, FaultKind.JOBMANAGER_KILLED);

    private final ClusterProcesses cluster;
    private final FlinkRest flink;
    private final ClusterMigration migration;
    private final @Nullable SmallDisk disk;
    private final FaultDeck deck;
    private final PrintWriter out;
    private final DatabaseFaults databases;
    private CompletableFuture<Void> replacement = CompletableFuture.completedFuture(null);
    private final Map<FaultKind, Integer> cycles = new EnumMap<>(FaultKind.class);

    ClusterFaults(
            ClusterProcesses cluster,
            ClusterMigration migration,
            History history,
            @Nullable SmallDisk disk,
            FaultDeck deck,
            PrintWriter out) {
        this.cluster = cluster;
        this.flink = cluster.rest();
        this.migration = migration;
        this.disk = disk;
        this.deck = deck;
        this.out = out;
        this.databases = new DatabaseFaults(migration, history, deck);
    }

    @Override
    public Map<FaultKind, Integer> injected() {
        return Map.copyOf(cycles);
    }

    /**
     * Leaves every process running, as a supervisor does: one that was frozen for long may have ended itself when it was
     * missed. Everything else was put right at the end of its own cycle.
     */
    @Override
    public void calm() {
        replacement.join();
        for (ClusterMember member : TASK_MANAGERS) {
            if (cluster.process(member).isEmpty()) {
                LOG.info("Starting a process that has ended itself process={}", member);
                cluster.start(member);
            }
        }
    }

    @Override
    public Optional<String> inject(FaultKind kind) throws Exception {
        long begun = System.nanoTime();
        Optional<String> stopped;
        try {
            if (!done(kind)) {
                return Optional.empty();
            }
            stopped = awaitRecovery(kind);
        } catch (RestException | UncheckedIOException e) {
            LOG.error("Flink does not answer as it must", e);
            stopped = Optional.of("after " + kind.text() + " Flink does not answer as it must: "
                    + e.toString().lines().limit(3).collect(Collectors.joining(" ")));
        }
        if (stopped.isEmpty()) {
            cycles.merge(kind, 1, Integer::sum);
        }
        out.printf(
                "  %-22s %5.1f s  %s%n",
                kind.text(), (System.nanoTime() - begun) / 1e9, stopped.isEmpty() ? "recovered" : "NOT RECOVERED");
        out.flush();
        return stopped;
    }

    private boolean done(FaultKind kind) throws Exception {
        if (NEEDS_EVERY_PROCESS.contains(kind)) {
            calm();
        }
        switch (kind) {
            case TASKMANAGER_KILLED -> killAndReplace(taskManagerAtWork());
            case TASKMANAGER_FROZEN -> freeze(taskManagerAtWork());
            case JOBMANAGER_KILLED -> {
                cluster.kill(ClusterMember.JOB_MANAGER);
                Thread.sleep(deck.number(1_000));
                cluster.start(ClusterMember.JOB_MANAGER);
                await(RECOVERY, () -> flink.job(migration.job()).isPresent());
            }
            case TARGET_KILLED -> {
                Death[] deaths = Death.values();
                migration.standIn().kill(deaths[deck.number(deaths.length)]);
                Thread.sleep(deck.number(1_000));
                migration.standIn().start();
            }
            case SOURCE_HALF_OPEN -> halfOpen(migration.sourceLink());
            case TARGET_HALF_OPEN -> halfOpen(migration.targetLink());
            case CHECKPOINT_DISK_FULL -> fillDisk();
            case STOPPED_WITH_SAVEPOINT -> migration.stopWithSavepointAndRestore(parallelism());
            case CANCELLED_AND_RESTORED -> migration.cancelAndRestore(parallelism());
            default -> {
                return databases.inject(kind);
            }
        }
        return true;
    }

    /** The job goes on with the other one; the new process is waited for where the next fault needs it. */
    private void killAndReplace(ClusterMember member) {
        cluster.kill(member);
        replacement = CompletableFuture.runAsync(() -> cluster.start(member));
    }

    private int parallelism() {
        return 2 + deck.number(ClusterArena.SLOTS - 1);
    }

    /** One that runs tasks of the job, or if none does at the moment any. */
    private ClusterMember taskManagerAtWork() {
        Set<String> atWork = migration.taskManagers();
        List<ClusterMember> chosen = TASK_MANAGERS.stream()
                .filter(member -> atWork.stream().anyMatch(id -> id.startsWith(member.name())))
                .toList();
        List<ClusterMember> from = chosen.isEmpty() ? TASK_MANAGERS : chosen;
        return from.get(deck.number(from.size()));
    }

    /** For longer than the heartbeat timeout, and then until the successors are at work, or just before they are. */
    private void freeze(ClusterMember member) throws Exception {
        cluster.freeze(member);
        try {
            await(UNTIL_MISSED, () -> flink.taskManagers().stream().noneMatch(id -> id.startsWith(member.name())));
            Thread.sleep(deck.number(3_000));
        } finally {
            cluster.thaw(member);
        }
    }

    private void halfOpen(TcpProxy link) throws InterruptedException {
        link.cut(List.of(Cut.REQUESTS, Cut.ANSWERS, Cut.BOTH).get(deck.number(3)));
        Thread.sleep(500 + deck.number(2_000));
        link.heal();
    }

    private void fillDisk() throws Exception {
        SmallDisk small = Objects.requireNonNull(disk, "BUG: there is no small disk");
        long failed = migration.failedCheckpoints();
        small.fill();
        try {
            await(UNTIL_DISK_IS_FELT, () -> migration.failedCheckpoints() > failed);
            Thread.sleep(deck.number(1_000));
        } finally {
            small.free();
        }
    }

    /** Whether it came true in time. A JobManager that has just begun may not answer yet. */
    private static boolean await(Duration limit, Condition condition) throws Exception {
        long deadline = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() - deadline < 0) {
            try {
                if (condition.holds()) {
                    return true;
                }
            } catch (RestException notYet) {
                LOG.debug("Flink does not answer yet", notYet);
            }
            Thread.sleep(POLL_MILLIS);
        }
        return false;
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private Optional<String> awaitRecovery(FaultKind kind) throws Exception {
        long since = System.currentTimeMillis();
        long change = migration.target().newestChange();
        Duration limit = RECOVERY;
        boolean recovered = await(
                limit,
                () -> migration.failure().isPresent()
                        || migration.newestCheckpointMillis() >= since
                                && migration.target().newestChange() > change);
        Optional<String> failure = migration.failure();
        if (failure.isPresent() || recovered) {
            return failure.map(why -> "after " + kind.text() + " " + why);
        }
        return Optional.of("not recovered " + limit.toSeconds() + " s after " + kind.text()
                + ": the newest complete checkpoint is "
                + (since - migration.newestCheckpointMillis()) / 1000
                + " s older than the fault's end, applied changes "
                + change + " then and " + migration.target().newestChange() + " now");
    }
}
