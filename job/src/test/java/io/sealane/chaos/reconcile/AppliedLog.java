package io.sealane.chaos.reconcile;

import io.sealane.chaos.history.ChaosTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What took effect at the target, as its own row triggers saw it: every inserted, updated and deleted row and every
 * move of a fence, numbered in the order in which the target did them. Entries of a transaction that was rolled back
 * went with it.
 */
public final class AppliedLog {
    private static final String SCHEMA = "CHAOS_CHECK";
    static final String INSERT = "INSERT INTO CHAOS_CHECK.APPLIED (ID, TXN, TABLE_NAME, OP, ROW_KEY, VERSION) VALUES"
            + " (NEXT VALUE FOR CHAOS_CHECK.NUMBERS, TRANSACTION_ID(), ?, ?, ?, ?)";
    static final String INSERT_FENCE = "INSERT INTO CHAOS_CHECK.FENCE_MOVES (ID, TXN, LANE, GENERATION, COMMIT_LSN,"
            + " ORDINAL) VALUES (NEXT VALUE FOR CHAOS_CHECK.NUMBERS, TRANSACTION_ID(), ?, ?, ?, ?)";

    private AppliedLog() {}

    /**
     * A row that changed at the target.
     *
     * @param version the row's version after the change; for a deleted row, before it
     */
    public record Applied(long id, String transaction, ChaosTable table, char operation, String key, long version) {}

    /** Makes the log's tables and the triggers of the tables, which must exist. */
    public static void install(Connection h2) throws SQLException {
        try (Statement statement = h2.createStatement()) {
            statement.execute("CREATE SCHEMA " + SCHEMA);
            statement.execute("CREATE SEQUENCE CHAOS_CHECK.NUMBERS CACHE 1000");
            statement.execute("CREATE TABLE CHAOS_CHECK.APPLIED (ID BIGINT PRIMARY KEY, TXN VARCHAR(40), TABLE_NAME"
                    + " VARCHAR(40), OP CHAR(1), ROW_KEY VARCHAR(200), VERSION BIGINT)");
            statement.execute("CREATE TABLE CHAOS_CHECK.FENCE_MOVES (ID BIGINT PRIMARY KEY, TXN VARCHAR(40), LANE INT,"
                    + " GENERATION BIGINT, COMMIT_LSN BIGINT, ORDINAL BIGINT)");
            for (ChaosTable table : ChaosTable.values()) {
                statement.execute("CREATE TRIGGER CHAOS." + table.name() + "_APPLIED AFTER INSERT, UPDATE, DELETE ON "
                        + table.targetName() + " FOR EACH ROW CALL '" + RowTrigger.class.getName() + "'");
            }
        }
    }

    /** Makes the trigger of the fence table, which must exist. */
    public static void installFence(Connection h2, String quotedFenceTable) throws SQLException {
        try (Statement statement = h2.createStatement()) {
            statement.execute("CREATE TRIGGER CHAOS.FENCE_MOVED AFTER INSERT, UPDATE ON " + quotedFenceTable
                    + " FOR EACH ROW CALL '" + FenceTrigger.class.getName() + "'");
        }
    }

    /** The committed changes of rows, in order. */
    public static List<Applied> rows(Connection h2) throws SQLException {
        List<Applied> rows = new ArrayList<>();
        try (Statement statement = h2.createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT ID, TXN, TABLE_NAME, OP, ROW_KEY, VERSION FROM CHAOS_CHECK.APPLIED ORDER BY ID")) {
            while (result.next()) {
                rows.add(new Applied(
                        result.getLong(1),
                        String.valueOf(result.getString(2)),
                        ChaosTable.valueOf(result.getString(3)),
                        result.getString(4).charAt(0),
                        result.getString(5),
                        result.getLong(6)));
            }
        }
        return rows;
    }

    /**
     * Number of the stream's first entry: that of the first committed move of a fence row beyond {@code startLsn}. Past
     * every number if streaming has not begun.
     */
    public static long streamingSince(Connection h2, long startLsn) throws SQLException {
        try (PreparedStatement select = h2.prepareStatement("SELECT MIN(ID) FROM CHAOS_CHECK.FENCE_MOVES"
                + " WHERE COMMIT_LSN > ? OR COMMIT_LSN = ? AND ORDINAL > 0")) {
            select.setLong(1, startLsn);
            select.setLong(2, startLsn);
            try (ResultSet result = select.executeQuery()) {
                result.next();
                long first = result.getLong(1);
                return result.wasNull() ? Long.MAX_VALUE : first;
            }
        }
    }
}
