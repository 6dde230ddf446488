package io.sealane.demo.progress;

import io.sealane.demo.shop.ShopTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Reads positions and row counts from both databases. Belongs to one thread, which owns the connections. */
public final class Probe {
    private final Connection source;
    private final Connection target;
    private final String migration;

    /** @param migration name of the migration in the control tables */
    public Probe(Connection source, Connection target, String migration) {
        this.source = source;
        this.target = target;
        this.migration = migration;
    }

    /** End of the source's WAL. Everything committed before this call lies in front of it. */
    public long sourcePosition() throws SQLException {
        try (Statement statement = source.createStatement()) {
            return number(statement.executeQuery("SELECT pg_current_wal_insert_lsn() - '0/0'"));
        }
    }

    /** Where the stream of changes began: the lanes' fences stand there until the copy is done. */
    public long startPosition() throws SQLException {
        return control("SELECT START_LSN FROM SHOP.SEALANE_MIGRATION WHERE MIGRATION = ?");
    }

    /** Everything in front of this position is in the target: the least advanced lane's fence. */
    public long appliedPosition() throws SQLException {
        return control("SELECT MIN(COMMIT_LSN) FROM SHOP.SEALANE_FENCE WHERE MIGRATION = ?");
    }

    /** Rows in the source by its statistics, which follow the truth within a second or so. */
    public Map<ShopTable, Long> sourceRows() throws SQLException {
        Map<ShopTable, Long> rows = new EnumMap<>(ShopTable.class);
        // A partition counts for its root.
        String sql = """
                SELECT coalesce(r.relname, s.relname), sum(s.n_live_tup)
                FROM pg_stat_user_tables s
                LEFT JOIN pg_inherits i ON i.inhrelid = s.relid LEFT JOIN pg_class r ON r.oid = i.inhparent
                WHERE s.schemaname = 'shop' GROUP BY 1""";
        try (Statement statement = source.createStatement();
                ResultSet counts = statement.executeQuery(sql)) {
            while (counts.next()) {
                rows.put(ShopTable.valueOf(counts.getString(1).toUpperCase(Locale.ROOT)), counts.getLong(2));
            }
        }
        return rows;
    }

    /** Rows committed in the target. */
    public Map<ShopTable, Long> targetRows() throws SQLException {
        Map<ShopTable, Long> rows = new EnumMap<>(ShopTable.class);
        try (Statement statement = target.createStatement()) {
            for (ShopTable table : ShopTable.values()) {
                rows.put(
                        table,
                        number(statement.executeQuery(
                                "SELECT COUNT(*) FROM " + ShopTable.TARGET_SCHEMA + "." + table.targetName())));
            }
        }
        return rows;
    }

    private long control(String sql) throws SQLException {
        try (PreparedStatement statement = target.prepareStatement(sql)) {
            statement.setString(1, migration);
            return number(statement.executeQuery());
        }
    }

    private static long number(ResultSet rows) throws SQLException {
        try (rows) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
