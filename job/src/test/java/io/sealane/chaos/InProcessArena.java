package io.sealane.chaos;

import io.sealane.chaos.fault.FaultBoard;
import io.sealane.chaos.fault.FaultDeck;
import io.sealane.chaos.fault.FaultKind;
import io.sealane.chaos.fault.FaultKind.Place;
import io.sealane.chaos.history.History;
import io.sealane.chaos.job.ChaosMigration;
import io.sealane.chaos.job.LocalFlink;
import io.sealane.chaos.job.Rates;
import io.sealane.chaos.mutant.Trial;
import io.sealane.testing.TestPostgres;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Flink and the stand-in in this process, so that faults can be done inside the job too. */
final class InProcessArena implements Arena {
    private static final Duration PHASE = Duration.ofSeconds(8);

    private final TestPostgres server;
    private final List<FaultKind> kinds;
    private final Rates rates;
    private final Plan plan;

    private InProcessArena(TestPostgres server, List<FaultKind> kinds, Rates rates, Plan plan) {
        this.server = server;
        this.kinds = List.copyOf(kinds);
        this.rates = rates;
        this.plan = plan;
    }

    static TestPostgres startServer() {
        return TestPostgres.start(LAZY_WAL);
    }

    /** Every fault, for a minute a round; but none that waits for the end of the copy, which others are to disturb. */
    static InProcessArena ordinary() {
        return new InProcessArena(
                startServer(),
                FaultKind.doneIn(Place.THIS_PROCESS).stream()
                        .filter(kind -> kind != FaultKind.ORACLE_STALLED_AT_END_OF_COPY)
                        .toList(),
                Rates.of(4_000, 0),
                new Plan(
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(40),
                        Integer.MAX_VALUE,
                        Integer.MAX_VALUE,
                        LocalFlink.SLOTS));
    }

    /**
     * Few faults, for rounds that are to fail soon: slow where a fault has to find the copy still under way, or a
     * transaction in more than one checkpoint.
     *
     * @param server one of {@link #startServer}, which serves one arena after another
     */
    static InProcessArena directed(TestPostgres server, Trial trial) {
        boolean inside = trial.faults().contains(FaultKind.TASK_FAILS_INSIDE_TRANSACTION);
        return new InProcessArena(
                server,
                trial.faults(),
                Rates.of(trial.copyFaults() == 0 ? 0 : 1_200, inside ? 600 : 0),
                new Plan(
                        trial.copyFaults() == 0 ? Duration.ZERO : PHASE,
                        PHASE,
                        trial.copyFaults(),
                        trial.streamFaults(),
                        LocalFlink.SLOTS));
    }

    @Override
    public TestPostgres server() {
        return server;
    }

    @Override
    public List<FaultKind> kinds() {
        return kinds;
    }

    @Override
    public List<Protection> protections() {
        return List.of(Protection.values());
    }

    @Override
    public Plan plan() {
        return plan;
    }

    @Override
    public Bout open(TestPostgres database, History history, FaultDeck deck) throws Exception {
        ChaosMigration migration = new ChaosMigration(database, new FaultBoard(), rates);
        return new InProcessBout(migration, new InProcessFaults(migration, history, deck));
    }

    @Override
    public void close() {
        server.close();
    }

    private record InProcessBout(ChaosMigration migration, InProcessFaults faults) implements Bout {
        @Override
        public Map<Protection, Long> protections() {
            FaultBoard board = migration.board();
            Map<Protection, Long> protections = new EnumMap<>(Protection.class);
            for (Protection protection : Protection.values()) {
                protections.put(
                        protection,
                        protection == Protection.READER_REPLAYS
                                ? board.replayed()
                                : board.counters().total(protection.counter()));
            }
            return protections;
        }

        @Override
        public long uncountedReReads() {
            return 0;
        }

        @Override
        public void close() {
            migration.close();
            migration.board().close();
        }
    }
}
