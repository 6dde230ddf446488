package io.sealane.sink;

import io.sealane.config.Mode;
import io.sealane.fence.Claim;
import io.sealane.fence.LaneStamp;
import io.sealane.fence.RefusedException;
import io.sealane.model.LaneEvent;
import io.sealane.model.Lineage;
import io.sealane.model.Lsn;
import io.sealane.model.MigrationException;
import io.sealane.oracle.OracleName;
import io.sealane.sink.TestingTarget.Opened;
import io.sealane.standin.fault.Hold;
import io.sealane.transform.ByLane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.sealane.sink.TestingTarget.LINEAGE;
import static io.sealane.sink.TestingTarget.ORDERS;
import static io.sealane.sink.TestingTarget.START;
import static io.sealane.sink.TestingTarget.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** That only one writer of a lane can write, and goes on from where it was left, on the stand-in. */
class FenceIT {
    private static final Claim FIRST = new Claim("job-1", 0, 0);
    private static final OptionalLong FRESH = OptionalLong.empty();

    private TestingTarget target;

    @BeforeEach
    void start() throws Exception {
        target = new TestingTarget();
    }

    @AfterEach
    void stop() throws Exception {
        target.close();
    }

    @Test
    void writerOfAnOlderGenerationIsRefused() throws Exception {
        Opened old = target.open();
        old.write(target.copied(ORDERS, order("1", "old", null, null, null)));
        Opened young = target.open(new Claim("job-1", 0, 1), FRESH, List.of());

        assertThatThrownBy(old::flush)
                .isInstanceOf(MigrationException.class)
                .isNotInstanceOf(RefusedException.class)
                .hasMessageContaining("stale generation");
        young.write(target.copied(ORDERS, order("1", "young", null, null, null)))
                .flush();

        assertThat(old.totals().staleGenerationRefused()).isEqualTo(1);
        assertThat(target.query("SELECT NAME FROM ORDERS")).containsExactly("young");
    }

    @Test
    void olderAttemptThatOpensLaterIsRefusedWhileTheNewerLives() throws Exception {
        Opened young =
                target.open(target.config(Duration.ofSeconds(2)), new Claim("job-1", 7, 0), FRESH, List.of(), 0, 3);
        CompletableFuture<Opened> older = openLater(Duration.ofSeconds(2), new Claim("job-1", 3, 9), FRESH);
        renewUntilDone(young, older);

        assertThatThrownBy(older::join)
                .hasCauseInstanceOf(MigrationException.class)
                .hasMessageContaining("is alive, and is later");
        young.write(target.copied(ORDERS, order("1", "young", null, null, null)))
                .flush();
        assertThat(target.query("SELECT NAME FROM ORDERS")).containsExactly("young");
    }

    @Test
    void otherJobIsRefusedWhileTheHolderLivesAndLetInWhenItsLeaseHasRunOut() throws Exception {
        Duration lease = Duration.ofSeconds(2);
        Opened holder = target.open(target.config(lease), FIRST, FRESH, List.of(), 0, 3);
        CompletableFuture<Opened> refused = openLater(lease, new Claim("job-2", 0, 0), FRESH);
        renewUntilDone(holder, refused);
        assertThatThrownBy(refused::join)
                .hasCauseInstanceOf(RefusedException.class)
                .hasMessageContaining("job job-1 (attempt 0, restored from checkpoint 0) is writing it now");

        Opened other = openLater(lease, new Claim("job-2", 0, 0), FRESH).join();

        other.write(target.copied(ORDERS, order("1", "other", null, null, null)))
                .flush();
        assertThat(target.query("SELECT DISTINCT OWNER FROM SEALANE_FENCE")).containsExactly("job-2");
        assertThatThrownBy(holder.writer()::renewLease).hasMessageContaining("stale generation");
    }

    @Test
    void leaseIsReleasedAtClose() throws Exception {
        target.open().writer().close();

        Opened other = target.open(new Claim("job-2", 0, 0), FRESH, List.of());

        assertThat(other.writer().hasRows()).isFalse();
        assertThat(target.query("SELECT DISTINCT GENERATION, OWNER FROM SEALANE_FENCE"))
                .containsExactly("2|job-2");
    }

    @Test
    void eventsAtOrBelowTheFenceAreSkipped() throws Exception {
        Opened first = target.open().attach();
        LaneEvent[] events = {
            target.insert(ORDERS, 0x2000, 1, order("1", "ann", null, null, null)),
            target.update(ORDERS, 0x2000, 2, order("1", "anna", null, null, null)),
            target.delete(ORDERS, 0x3000, 1, order("1", null, null, null, null)),
            target.insert(ORDERS, 0x3000, 2, order("1", "again", null, null, null))
        };
        first.write(events).flush();
        List<LaneStamp> stamps = first.writer().stamp(5);
        first.write(events).flush();
        first.writer().close();

        Opened second = target.open(new Claim("job-1", 5, 1), OptionalLong.of(5), stamps);
        second.attach().write(events).flush();

        assertThat(first.totals().fenceSkips()).isEqualTo(4);
        assertThat(second.totals().fenceSkips()).isEqualTo(4);
        assertThat(second.totals().rowsWritten()).isZero();
        assertThat(target.query("SELECT NAME FROM ORDERS")).containsExactly("again");
    }

    @Test
    void readerOfAnotherLineageOrBeyondTheFenceIsRefused() throws Exception {
        Opened opened = target.open();
        Lineage other = new Lineage("7000000000000000002", 1, "shop", "sealane", LINEAGE.laneMap(), "a1");

        assertThatThrownBy(() -> opened.write(new LaneEvent.Open(0, other.text(), START, START)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("system=7000000000000000002");
        assertThatThrownBy(() -> opened.write(new LaneEvent.Open(0, LINEAGE.text(), new Lsn(0x1001), START)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("the stream starts at 0/1001 and lane 0 has applied changes up to 0/1000#0");
    }

    @Test
    void missingFenceRowsAreRefused() throws Exception {
        target.execute("DELETE FROM SEALANE_FENCE WHERE LANE = 2");

        assertThatThrownBy(() -> target.open(FIRST, FRESH, List.of()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("has no row for lanes [2]");
    }

    @Test
    void freshStartOverAppliedChangesIsRefused() throws Exception {
        Opened first = target.open().attach();
        first.write(target.insert(ORDERS, 0x2000, 1, order("1", "ann", null, null, null)))
                .flush();
        first.writer().close();

        assertThatThrownBy(() -> target.open(new Claim("job-2", 0, 0), FRESH, List.of()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("Cannot start migration demo afresh")
                .hasMessageContaining("0/2000#1");
    }

    @Test
    void closedMigrationIsRefused() throws Exception {
        target.execute("UPDATE SEALANE_MIGRATION SET STATE = 'CLOSED'");

        assertThatThrownBy(() -> target.open(FIRST, FRESH, List.of()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("it is closed");
    }

    @Test
    void restoreOverATargetThatLostCommitsIsRefused() throws Exception {
        Opened first = target.open();
        first.writer().stamp(4);
        first.write(target.copied(ORDERS, order("1", "ann", null, null, null)));
        List<LaneStamp> stamps = first.writer().stamp(5);
        first.writer().close();
        // The state of checkpoint 4 comes back from a backup.
        target.execute("UPDATE SEALANE_FENCE SET CHECKPOINT = 4");

        assertThatThrownBy(() -> target.open(new Claim("job-1", 5, 1), OptionalLong.of(5), stamps))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("The target has lost committed changes");
    }

    @Test
    void targetThatLostCommitsUnderARunningWriterStopsIt() throws Exception {
        Opened opened = target.open().attach();
        opened.write(target.insert(ORDERS, 0x2000, 1, order("1", "ann", null, null, null)))
                .flush();
        target.execute("UPDATE SEALANE_FENCE SET COMMIT_LSN = 4096, ORDINAL = 0, FLUSH = 0");
        target.standIn().faults().cutAll();

        opened.write(target.insert(ORDERS, 0x3000, 1, order("1", "ann", null, null, null)));

        assertThatThrownBy(opened::flush)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("gone or behind what this writer committed");
    }

    @Test
    void targetSetBackUnderALivingSessionIsFoundAtTheNextFlush() throws Exception {
        Opened opened = target.open().attach();
        opened.write(target.insert(ORDERS, 0x2000, 1, order("1", "ann", null, null, null)))
                .flush();
        // As a flashback of the tables does it: the generation is the same, and no session ends.
        target.execute("UPDATE SEALANE_FENCE SET COMMIT_LSN = 4096, ORDINAL = 0, FLUSH = 0");

        opened.write(target.insert(ORDERS, 0x3000, 1, order("2", "bob", null, null, null)));

        assertThatThrownBy(opened::flush)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("TGT-119")
                .hasMessageContaining("is at 0/1000#0, generation 1, flush 0; committed were 0/2000#1, generation 1")
                .hasMessageContaining("sealane resnapshot --no-table");
        assertThat(target.query("SELECT ID FROM ORDERS")).containsExactly("1");
    }

    @Test
    void writerOfARemovedMigrationCannotWriteIntoItsSuccessor() throws Exception {
        Opened old = target.open();
        old.write(target.copied(ORDERS, order("1", "old", null, null, null)));
        Opened young;
        Lineage anew =
                new Lineage(LINEAGE.systemIdentifier(), 1, LINEAGE.database(), LINEAGE.slot(), LINEAGE.laneMap(), "b2");
        try (TargetConnections connections = new TargetConnections(target.config())) {
            MigrationRegistry registry = new MigrationRegistry(connections.open(), new OracleName(target.schema()));
            registry.remove("demo");
            registry.register(new Registration(
                    "demo", anew, TestingTarget.LANES, Mode.FULL_AND_INCREMENTAL, target.plan.routes(), START));
        }
        young = target.open(new Claim("job-2", 0, 0), FRESH, List.of());

        // The generations are the same; the incarnation in the lineage is not.
        assertThat(target.query("SELECT DISTINCT GENERATION FROM SEALANE_FENCE"))
                .containsExactly("1");
        assertThatThrownBy(old::flush).hasMessageContaining("TGT-119");
        old.writer().close();
        young.write(target.copied(ORDERS, order("1", "young", null, null, null)))
                .flush();
        assertThat(target.query("SELECT NAME FROM ORDERS")).containsExactly("young");
        assertThat(target.query("SELECT COUNT(*) FROM SEALANE_FENCE WHERE LEASE_UNTIL > SYSTIMESTAMP"))
                .containsExactly("4");
    }

    @Test
    void writerFrozenBeforeItsCommitIsWaitedForAndThenRefused() throws Exception {
        Opened old = target.open().attach();
        Hold hold = target.standIn().faults().holdBeforeCommit();
        old.write(target.insert(ORDERS, 0x2000, 1, order("1", "old", null, null, null)));
        CompletableFuture<Void> flushing = CompletableFuture.runAsync(() -> uninterrupted(old::flush));
        assertThat(hold.awaitHeld(Duration.ofSeconds(20))).isTrue();

        CompletableFuture<Opened> younger =
                openLater(Duration.ofSeconds(30), new Claim("job-1", 1, 1), OptionalLong.of(1));
        assertThatThrownBy(younger::join)
                .hasMessageContaining("Cannot open migration demo")
                .hasMessageContaining("lock was not released in time");
        hold.release();
        flushing.join();
        Opened young = target.open(new Claim("job-1", 1, 2), OptionalLong.of(1), List.of());
        young.attach().write(target.insert(ORDERS, 0x2000, 1, order("1", "young", null, null, null)));
        young.flush();

        assertThat(young.totals().fenceSkips()).isEqualTo(1);
        assertThat(target.query("SELECT NAME FROM ORDERS")).containsExactly("old");
        old.write(target.update(ORDERS, 0x3000, 1, order("1", "zombie", null, null, null)));
        assertThatThrownBy(old::flush).hasMessageContaining("stale generation");
    }

    @Test
    void lanesMoveBetweenWritersWhenTheJobIsRescaled() throws Exception {
        List<LaneStamp> stamps = new ArrayList<>();
        List<Opened> two = writers(new Claim("job-1", 0, 0), FRESH, stamps, 2);
        feed(two, 2, 0, 100);
        two.forEach(opened -> stamps.addAll(uninterrupted(() -> opened.writer().stamp(3))));
        feed(two, 2, 100, 150);
        two.forEach(opened -> opened.writer().close());

        List<Opened> three = writers(new Claim("job-1", 3, 0), OptionalLong.of(3), stamps, 3);
        feed(three, 3, 0, 200);
        List<LaneStamp> later = new ArrayList<>();
        three.forEach(opened -> later.addAll(uninterrupted(() -> opened.writer().stamp(4))));
        three.forEach(opened -> opened.writer().close());
        Opened one =
                writers(new Claim("job-1", 4, 0), OptionalLong.of(4), later, 1).get(0);
        feed(List.of(one), 1, 0, 300);

        assertThat(target.query("SELECT COUNT(*), COUNT(DISTINCT ID) FROM ORDERS"))
                .containsExactly("300|300");
        assertThat(three.stream()
                        .mapToLong(opened -> opened.totals().fenceSkips())
                        .sum())
                .isEqualTo(150);
        assertThat(one.totals().fenceSkips()).isEqualTo(200);
        assertThat(one.totals().insertConflicts()).isZero();
    }

    private List<Opened> writers(Claim claim, OptionalLong restored, List<LaneStamp> stamps, int count)
            throws InterruptedException {
        List<Opened> writers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Integer> own = ByLane.lanesOf(TestingTarget.LANES, count, i);
            writers.add(target.open(target.config(), claim, restored, stamps, own.get(0), own.get(own.size() - 1)));
        }
        return writers;
    }

    /** Inserts of rows {@code from} to {@code to}, each to the writer of its lane. */
    private void feed(List<Opened> writers, int parallelism, int from, int to) throws InterruptedException {
        for (int lane = 0; lane < 4; lane++) {
            writers.get(writerOf(lane, parallelism)).write(new LaneEvent.Open(lane, LINEAGE.text(), START, START));
        }
        for (int i = from; i < to; i++) {
            var event = target.insert(ORDERS, 0x2000 + i, 1, order("" + i, "n", null, null, null));
            writers.get(writerOf(event.lane(), parallelism)).write(event);
        }
        for (Opened writer : writers) {
            writer.flush();
        }
    }

    private static int writerOf(int lane, int parallelism) {
        for (int i = 0; i < parallelism; i++) {
            if (ByLane.lanesOf(TestingTarget.LANES, parallelism, i).contains(lane)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no writer for lane " + lane);
    }

    private CompletableFuture<Opened> openLater(Duration lease, Claim claim, OptionalLong restored) {
        return CompletableFuture.supplyAsync(
                () -> uninterrupted(() -> target.open(target.config(lease), claim, restored, List.of(), 0, 3)));
    }

    /** Keeps a lease alive while another writer tries to get in. */
    private static void renewUntilDone(Opened holder, CompletableFuture<Opened> other) throws InterruptedException {
        while (!other.isDone()) {
            holder.writer().renewLease();
        }
    }

    private static <T> T uninterrupted(InterruptibleCall<T> call) {
        try {
            return call.run();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface InterruptibleCall<T> {
        T run() throws InterruptedException;
    }
}
