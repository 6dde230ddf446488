package io.sealane.chaos.job;

import io.sealane.chaos.history.ChaosTable;
import io.sealane.chaos.reconcile.AppliedLog;
import io.sealane.fence.ControlTables;
import io.sealane.model.Lsn;
import io.sealane.oracle.OracleName;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The target of a migration as the harness sees it, behind the product's back: its tables with the triggers that log
 * what took effect, and the fence. Used by one thread.
 */
public final class ChaosTarget {
    private static final String FENCE =
            ControlTables.qualified(new OracleName(ChaosTable.TARGET_SCHEMA), ControlTables.FENCE);

    private final String url;
    private final Backdoor backdoor;
    private Lsn start = Lsn.ZERO;
    private long streamingSince = Long.MAX_VALUE;

    /** Opens connections straight to the database behind the stand-in, in the schema of the target's user. */
    public interface Backdoor {
        Connection open() throws SQLException;
    }

    /** @param url of the stand-in itself, whatever stands between it and the job */
    public ChaosTarget(String url, Backdoor backdoor) {
        this.url = url;
        this.backdoor = backdoor;
    }

    /** Makes the tables and their triggers. */
    public void createTables() throws SQLException {
        try (Connection oracle = connect();
                Statement statement = oracle.createStatement();
                Connection h2 = openH2()) {
            for (ChaosTable table : ChaosTable.values()) {
                statement.execute(table.targetStatement());
            }
            AppliedLog.install(h2);
        }
    }

    /** Watches the fence table, which `prepare` has just made, of a migration that starts at {@code position}. */
    public void watchFence(Lsn position) throws SQLException {
        start = position;
        try (Connection h2 = openH2()) {
            AppliedLog.installFence(h2, FENCE);
        }
    }

    /** A plain session, not one of the product's. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url, ChaosTable.TARGET_SCHEMA, ChaosConfig.PASSWORD);
    }

    public Connection openH2() throws SQLException {
        return backdoor.open();
    }

    /** Does to the fence what the writers of a newer attempt do when they open {@code everyNth} lane. */
    public void raiseGenerations(int everyNth) throws SQLException {
        try (Connection h2 = openH2();
                Statement statement = h2.createStatement()) {
            statement.executeUpdate("UPDATE " + FENCE + " SET \"GENERATION\" = \"GENERATION\" + 1 WHERE MOD(\"LANE\", "
                    + everyNth + ") = 0");
        }
    }

    /** Whether a change of the stream has been applied. */
    public boolean streams() throws SQLException {
        return streamingSince() < Long.MAX_VALUE;
    }

    /** See {@link AppliedLog#streamingSince}. */
    public long streamingSince() throws SQLException {
        if (streamingSince == Long.MAX_VALUE) {
            try (Connection h2 = openH2()) {
                streamingSince = AppliedLog.streamingSince(h2, start.value());
            }
        }
        return streamingSince;
    }

    /** Up to where the slowest lane has applied the source's changes. */
    public Lsn applied() throws SQLException {
        return new Lsn(number("SELECT MIN(\"COMMIT_LSN\") FROM " + FENCE));
    }

    public boolean hasRowsOf(ChaosTable table) throws SQLException {
        return number("SELECT COUNT(*) FROM " + table.targetName()) > 0;
    }

    /** Number of the newest committed change of a row; 0 before the first. */
    public long newestChange() throws SQLException {
        return number("SELECT COALESCE(MAX(ID), 0) FROM CHAOS_CHECK.APPLIED");
    }

    private long number(String sql) throws SQLException {
        try (Connection h2 = openH2();
                Statement statement = h2.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }
}
