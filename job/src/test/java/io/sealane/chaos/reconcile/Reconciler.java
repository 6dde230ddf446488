package io.sealane.chaos.reconcile;

import io.sealane.chaos.history.ChaosTable;
import io.sealane.chaos.reconcile.Difference.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares every row of every table of both sides; both must stand still meanwhile. */
public final class Reconciler {
    private Reconciler() {}

    /** What the comparison found. */
    public record Comparison(long rowsCompared, List<Difference> differences) {}

    public static Comparison compare(Connection postgres, Connection oracle) throws SQLException {
        List<Difference> differences = new ArrayList<>();
        long rows = 0;
        for (ChaosTable table : ChaosTable.values()) {
            TableImage source = TableImage.ofSource(postgres, table);
            TableImage target = TableImage.ofTarget(oracle, table);
            rows += source.rows().size();
            compare(source, target, differences);
        }
        return new Comparison(rows, differences);
    }

    private static void compare(TableImage source, TableImage target, List<Difference> differences) {
        ChaosTable table = source.table();
        source.rows().forEach((key, row) -> {
            List<@Nullable String> found = target.rows().get(key);
            if (found == null) {
                differences.add(new Difference(Kind.MISSING, table, key, "source has version " + version(table, row)));
            } else if (!row.equals(found)) {
                differences.add(new Difference(Kind.STALE, table, key, describe(table, row, found)));
            }
        });
        target.rows().forEach((key, row) -> {
            if (!source.rows().containsKey(key)) {
                differences.add(new Difference(Kind.GHOST, table, key, "target has version " + version(table, row)));
            }
        });
    }

    private static String describe(ChaosTable table, List<@Nullable String> source, List<@Nullable String> target) {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < source.size(); i++) {
            if (!Objects.equals(source.get(i), target.get(i))) {
                columns.add(table.columns().get(i).name());
            }
        }
        return "source has version " + version(table, source) + ", target " + version(table, target)
                + "; differing columns " + columns;
    }

    private static @Nullable String version(ChaosTable table, List<@Nullable String> row) {
        return row.get(table.key().size());
    }
}
