package io.sealane.chaos.cluster;

import io.sealane.chaos.history.History;
import io.sealane.cluster.ClusterMember;
import io.sealane.cluster.ClusterOptions;
import io.sealane.cluster.ClusterProcesses;
import io.sealane.standin.fault.Hold;
import io.sealane.testing.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.sealane.cluster.ClusterMember.taskManager;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A TaskManager's process is frozen (SIGSTOP) while it writes, taken for dead and replaced, and thaws (SIGCONT): what it
 * does then must not reach the target.
 *
 * <pre>
 *  old writer   execute ──▶ frozen ······································· thawed ──▶ commit ✗
 *  target       locks held by its session ─────────────▶ session ended
 *  successor              opening: waits for the lock, names its holder ──▶ opened ──▶ writes
 * </pre>
 */
@Timeout(400)
final class ZombieIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final Pattern INSERT = Pattern.compile("INSERT INTO \"CHAOS\"\\.\"INT_KEY\"");

    @TempDir
    private static Path directory;

    private static TestPostgres server;
    private static ClusterProcesses cluster;

    private ZombieSite site;
    private ClusterMember zombie = taskManager(1);

    @BeforeAll
    static void startServers() {
        // A frozen reader holds the slot until the server ends its walsender.
        server = TestPostgres.start(Map.of("wal_sender_timeout", "5s"));
        // One writer, one free place for its successor.
        cluster = ClusterProcesses.start(
                directory.resolve("cluster"), ClusterOptions.usual().withTaskManagers(2, 1));
    }

    @AfterAll
    static void stopServers() {
        cluster.close();
        server.close();
    }

    @BeforeEach
    void prepare() throws Exception {
        TestPostgres database = server.createDatabase("zombie_" + System.nanoTime());
        History.createTables(database);
        insert(database, 1, 300);
        site = new ZombieSite(database, cluster, directory);
    }

    @AfterEach
    void stop() throws Exception {
        site.close();
        if (cluster.process(zombie).isPresent()) {
            cluster.thaw(zombie);
        } else {
            cluster.start(zombie);
        }
        awaitTaskManagers();
    }

    @Test
    void writerThatIsFrozenBetweenExecuteAndCommitOfACopyIsNamedAndReplaced() throws Exception {
        Hold executed = site.standIn().faults().holdAfterStatement(INSERT);
        site.start();

        freezeAndReplace(executed);
    }

    @Test
    void writerThatIsFrozenBetweenExecuteAndCommitOfChangesIsNamedAndReplaced() throws Exception {
        site.start();
        site.awaitEverythingApplied();
        Hold executed = site.standIn().faults().holdAfterStatement(INSERT);
        insert(301, 400);

        freezeAndReplace(executed);

        assertThat(site.applied()).containsExactlyInAnyOrderElementsOf(versions(301, 501));
    }

    private void freezeAndReplace(Hold executed) throws Exception {
        int session = freezeWhen(executed);
        // The answer waits in the frozen process's socket; the commit is the next thing that it does.
        executed.release();
        site.awaitFault("TGT-210", "session " + session + ",1 of CHAOS");
        insert(401, 500);
        // What the server does by itself once it takes the client for dead.
        site.standIn().faults().cut(number -> number == session);
        site.awaitEverythingApplied();
        long commits = site.commitsOf(session);

        thaw();

        insert(501, 501);
        site.awaitEverythingApplied();
        site.assertEqual();
        assertThat(site.commitsOf(session)).isEqualTo(commits);
        assertThat(site.applied()).doesNotHaveDuplicates();
    }

    /** Nobody has taken its lanes yet, so it may commit what it had executed; but wholly, and once. */
    @Test
    void writerThatThawsWhileItsSuccessorWaitsForItsLocksCommitsBeforeItOrNever() throws Exception {
        site.start();
        site.awaitEverythingApplied();
        Hold executed = site.standIn().faults().holdAfterStatement(INSERT);
        insert(301, 400);
        int session = freezeWhen(executed);
        executed.release();
        site.awaitFault("TGT-210", "session " + session + ",1 of CHAOS");

        thaw();

        insertTheRestAndAssertEachAppliedOnce();
    }

    @Test
    void writerThatIsFrozenBetweenTransactionsNeverWritesAgain() throws Exception {
        site.start();
        site.awaitEverythingApplied();
        zombie = site.writer();
        cluster.freeze(zombie);
        insert(301, 400);
        site.awaitEverythingApplied();

        thaw();

        insertTheRestAndAssertEachAppliedOnce();
    }

    /** The process is gone and the server has not heard of it: its session holds locks for nobody. */
    @Test
    void successorNamesTheSessionOfABlackHoledConnectionWithinAMinute() throws Exception {
        site.start();
        site.awaitEverythingApplied();
        Hold executed = site.standIn().faults().holdAfterStatement(INSERT);
        insert(301, 400);
        int session = freezeWhen(executed);
        long killed = System.nanoTime();
        cluster.kill(zombie);

        site.awaitFault("TGT-210", "session " + session + ",1 of CHAOS");
        assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(Duration.ofMinutes(1));

        executed.release();
        site.awaitEverythingApplied();
        site.assertEqual();
        assertThat(site.applied()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(versions(301, 400));
    }

    /** Freezes the writer whose statement is held, and gives its session's number. */
    private int freezeWhen(Hold executed) throws Exception {
        assertThat(executed.awaitHeld(LIMIT)).isTrue();
        zombie = site.writer();
        cluster.freeze(zombie);
        return site.sessionWithLocks();
    }

    private void insertTheRestAndAssertEachAppliedOnce() throws Exception {
        insert(401, 500);
        site.awaitEverythingApplied();
        site.assertEqual();
        assertThat(site.applied()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(versions(301, 500));
    }

    private void thaw() {
        cluster.thaw(zombie);
        awaitTaskManagers();
    }

    private static void awaitTaskManagers() {
        await().atMost(LIMIT).until(() -> cluster.rest().taskManagers().size() == 2);
    }

    private void insert(long first, long last) {
        insert(site.postgres(), first, last);
    }

    private static void insert(TestPostgres database, long first, long last) {
        database.execute("INSERT INTO chaos.int_key SELECT i, i, 'row ' || i, 1, '2026-01-01'::timestamp, true FROM"
                + " generate_series(" + first + ", " + last + ") i");
    }

    private static List<Long> versions(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }
}
