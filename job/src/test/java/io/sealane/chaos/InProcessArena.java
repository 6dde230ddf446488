package io.sealane.chaos;

import io.sealane.chaos.fault.FaultBoard;
import io.sealane.chaos.fault.FaultDeck;
import io.sealane.chaos.fault.FaultKind;
import io.sealane.chaos.fault.FaultKind.Place;
import io.sealane.chaos.history.History;
import io.sealane.chaos.job.ChaosMigration;
import io.sealane.chaos.job.LocalFlink;
import io.sealane.chaos.job.Rates;
import io.sealane.testing.TestPostgres;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Flink and the stand-in in this process, so that faults can be done inside the job too. */
final class InProcessArena implements Arena {
    private static final Rates RATES = Rates.of(4_000, 0);

    private final TestPostgres server = TestPostgres.start(LAZY_WAL_WRITER);
    private final List<FaultKind> kinds;
    private final Plan plan;
    private final Duration patience;

    private InProcessArena(List<FaultKind> kinds, Duration copy, Duration stream, Duration patience) {
        this.kinds = List.copyOf(kinds);
        this.plan = new Plan(copy, stream, Integer.MAX_VALUE, LocalFlink.SLOTS);
        this.patience = patience;
    }

    /** Every fault, for a minute a round. */
    static InProcessArena ordinary() {
        return new InProcessArena(
                FaultKind.doneIn(Place.THIS_PROCESS),
                Duration.ofSeconds(20),
                Duration.ofSeconds(40),
                Duration.ofSeconds(240));
    }

    /** Some faults, for rounds that are to fail soon. */
    static InProcessArena directed(List<FaultKind> kinds) {
        return new InProcessArena(kinds, Duration.ofSeconds(5), Duration.ofSeconds(12), Duration.ofSeconds(100));
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
    public Duration patience() {
        return patience;
    }

    @Override
    public Bout open(TestPostgres database, History history, FaultDeck deck) throws Exception {
        ChaosMigration migration = new ChaosMigration(database, new FaultBoard(), RATES);
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
