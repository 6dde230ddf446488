package io.sealane.chaos;

import io.sealane.chaos.fault.FaultDeck;
import io.sealane.chaos.fault.FaultKind.Place;
import io.sealane.chaos.job.MigrationUnderTest;
import io.sealane.testing.TestPostgres;
import java.time.Duration;
import java.util.Map;

/** Where the rounds of a run take place: a source's server, and what the jobs run on. Used by one thread. */
interface Arena extends AutoCloseable {
    /** Serves the source's databases, one a round. */
    TestPostgres server();

    Place place();

    /** How long faults are done to the copy, at most. */
    Duration copyLength();

    /** How long faults are done after that. */
    Duration streamLength();

    /** A migration of {@code database}, whose tables exist, that nothing has been done for yet. */
    Bout open(TestPostgres database, FaultDeck deck) throws Exception;

    @Override
    void close();

    /** One migration, with what does faults to it. */
    interface Bout extends AutoCloseable {
        MigrationUnderTest migration();

        FaultInjector faults();

        /** What has fired since the migration began. */
        Map<Protection, Long> protections() throws Exception;

        @Override
        void close();
    }
}
