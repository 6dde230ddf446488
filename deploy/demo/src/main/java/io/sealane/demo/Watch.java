package io.sealane.demo;

import io.sealane.demo.progress.Display;
import io.sealane.demo.progress.Lag;
import io.sealane.demo.progress.LagMeter;
import io.sealane.demo.progress.Phase;
import io.sealane.demo.progress.Probe;
import io.sealane.demo.progress.Progress;
import io.sealane.demo.progress.TableMeter;
import io.sealane.demo.shop.LoadCounts;
import io.sealane.demo.shop.LoadGenerator;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Looks at both databases a few times a second, shows what it sees, and waits for the migration to get somewhere. Fails
 * as soon as the job does, or when nothing has moved for {@link #PATIENCE}. Belongs to one thread.
 */
final class Watch {
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    /** Row counts cost more than positions. */
    private static final Duration COUNT_EVERY = Duration.ofMillis(600);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Probe probe;
    private final Display display;
    private final LoadGenerator load;
    private final Migration migration;
    private final TableMeter tables = new TableMeter();
    private final LagMeter lagMeter = new LagMeter();
    private final long began = System.nanoTime();
    private long counted = began - COUNT_EVERY.toNanos();
    private long moved = began;
    private long applied;

    Watch(Probe probe, Display display, LoadGenerator load, Migration migration) {
        this.probe = probe;
        this.display = display;
        this.load = load;
        this.migration = migration;
    }

    /** Until the tables are copied: the changes are applied only then, and move the fences off their start. */
    void untilCopied() throws SQLException, IOException, InterruptedException {
        long start = probe.startPosition();
        look(Phase.COPYING, () -> applied > start);
    }

    void follow(Duration duration) throws SQLException, IOException, InterruptedException {
        long end = System.nanoTime() + duration.toNanos();
        look(Phase.FOLLOWING, () -> System.nanoTime() - end >= 0);
    }

    /** Until everything in front of {@code position} is in the target. */
    void untilApplied(long position) throws SQLException, IOException, InterruptedException {
        look(Phase.DRAINING, () -> applied >= position);
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private void look(Phase phase, BooleanSupplier done) throws SQLException, IOException, InterruptedException {
        moved = System.nanoTime();
        do {
            migration.rethrowFailure();
            long now = System.nanoTime();
            long source = probe.sourcePosition();
            note(probe.appliedPosition(), now);
            Lag lag = lagMeter.measure(source, applied, now);
            if (now - counted >= COUNT_EVERY.toNanos()) {
                show(phase, lag, now);
            }
            if (now - moved > PATIENCE.toNanos()) {
                throw new IllegalStateException("Cannot go on " + phase.title() + ": for " + PATIENCE.toSeconds()
                        + " s no row arrived and the applied position stayed the same. The job's last fault: "
                        + migration.lastFault());
            }
            Thread.sleep(LOOK_EVERY.toMillis());
        } while (!done.getAsBoolean());
    }

    private void show(Phase phase, Lag lag, long now) throws SQLException {
        counted = now;
        LoadCounts written = load.counts();
        tables.take(probe.sourceRows(), probe.targetRows(), written.committed(), now);
        display.show(new Progress(phase, elapsed(), tables.tables(), lag, written, tables.transactionsPerSecond()));
        if (tables.moved()) {
            moved = now;
        }
    }

    private void note(long position, long now) {
        if (position != applied) {
            applied = position;
            moved = now;
        }
    }
}
