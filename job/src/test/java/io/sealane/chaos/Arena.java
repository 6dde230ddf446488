package io.sealane.chaos;

import io.sealane.chaos.fault.FaultDeck;
import io.sealane.chaos.fault.FaultKind;
import io.sealane.chaos.history.History;
import io.sealane.chaos.job.MigrationUnderTest;
import io.sealane.testing.TestPostgres;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Where the rounds of a run take place: a source's server, and what the jobs run on. Used by one thread. */
interface Arena extends AutoCloseable {
    /** What no commit waits for, and the WAL writer does not bring to the disk, does not come there by other ways either. */
    Map<String, String> LAZY_WAL = Map.of("wal_buffers", "32MB", "bgwriter_lru_maxpages", "0");

    /** Serves the source's databases, one a round. */
    TestPostgres server();

    /** The faults that can be done here. */
    List<FaultKind> kinds();

    /** The protections that can be seen here to have fired. */
    List<Protection> protections();

    Plan plan();

    /** A migration of {@code database}, which has the history's tables; nothing has been done for it yet. */
    Bout open(TestPostgres database, History history, FaultDeck deck) throws Exception;

    @Override
    void close();

    /**
     * How a round is run.
     *
     * @param copy how long faults are done to the copy, at most
     * @param stream how long faults are done after that
     * @param copyFaults how many are done to the copy, at most
     * @param streamFaults how many are done after that, at most
     * @param parallelism of the job, at most
     */
    record Plan(Duration copy, Duration stream, int copyFaults, int streamFaults, int parallelism) {
        Duration length() {
            return copy.plus(stream);
        }
    }

    /** One migration, with what does faults to it. */
    interface Bout extends AutoCloseable {
        MigrationUnderTest migration();

        FaultInjector faults();

        /** What has fired since the migration began, of those that can be seen. */
        Map<Protection, Long> protections() throws Exception;

        /** Rows that may have been read again at the source without being counted. */
        long uncountedReReads();

        @Override
        void close();
    }
}
