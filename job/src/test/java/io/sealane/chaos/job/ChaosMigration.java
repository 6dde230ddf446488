package io.sealane.chaos.job;

import io.sealane.MigrationJob;
import io.sealane.chaos.fault.FaultBoard;
import io.sealane.chaos.fault.FaultySink;
import io.sealane.chaos.history.ChaosTable;
import io.sealane.chaos.job.LocalFlink.RunningJob;
import io.sealane.chaos.reconcile.AppliedLog;
import io.sealane.chaos.reconcile.ExactlyOnce;
import io.sealane.config.MigrationConfig;
import io.sealane.config.Mode;
import io.sealane.fence.ControlTables;
import io.sealane.mapping.MigrationPlan;
import io.sealane.model.Lsn;
import io.sealane.model.Problems;
import io.sealane.oracle.OracleName;
import io.sealane.plan.MigrationPlanner;
import io.sealane.prepare.Endpoints;
import io.sealane.prepare.Preparation;
import io.sealane.sink.OracleSink;
import io.sealane.source.MigrationSource;
import io.sealane.standin.OracleStandIn;
import io.sealane.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;

/**
 * One migration of the {@link ChaosTable}s, from a database of its own into a stand-in of its own. Used by one thread.
 *
 * <pre>
 * new ChaosMigration   stand-in with tables and their triggers, Flink
 *   .prepare()         as `sealane prepare` does it
 *   .start(2)          as `sealane run` does it; stopped and restored at will
 *   .catchUp(limit)    until the target has everything that the source has committed
 * </pre>
 */
public final class ChaosMigration implements AutoCloseable {
    public static final String SLOT = "chaos_slot";
    private static final String PUBLICATION = "chaos_publication";
    private static final String FENCE =
            ControlTables.qualified(new OracleName(ChaosTable.TARGET_SCHEMA), ControlTables.FENCE);
    private static final int SAVEPOINT_TRIES = 20;
    private static final long POLL_MILLIS = 50;

    private final TestPostgres postgres;
    private final FaultBoard board;
    private final OracleStandIn standIn;
    private final Path directory;
    private final LocalFlink flink;
    private final MigrationConfig config;
    private final Configuration jobConfiguration;
    private Lsn start = Lsn.ZERO;
    private RunningJob job;

    public ChaosMigration(TestPostgres postgres, FaultBoard board) throws Exception {
        this.postgres = postgres;
        this.board = board;
        standIn = OracleStandIn.builder()
                .user(ChaosTable.TARGET_SCHEMA, ChaosConfig.PASSWORD)
                .start();
        directory = Files.createTempDirectory("sealane-chaos");
        flink = new LocalFlink(board, directory);
        config = ChaosConfig.of(postgres, standIn, SLOT, PUBLICATION);
        jobConfiguration = LocalFlink.jobConfiguration(config.job().checkpoint().interval());
        try (Connection oracle = connectToTarget();
                Statement statement = oracle.createStatement();
                Connection h2 = standIn.openH2()) {
            for (ChaosTable table : ChaosTable.values()) {
                statement.execute(table.targetStatement());
            }
            AppliedLog.install(h2);
        }
    }
}
