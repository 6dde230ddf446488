package io.sealane.prepare;

import io.sealane.oracle.TargetTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Tables of the target that have rows before they are copied. The copy would write over those whose keys the source has; the
 * others would stay for ever, as no change will name them.
 */
public final class FilledTables {
    private static final int NAMED = 20;

    private FilledTables() {}

    /** Those of {@code tables} that have a row. */
    public static List<TargetTable> among(Endpoints endpoints, List<TargetTable> tables) {
        List<TargetTable> filled = new ArrayList<>();
        try (Statement statement = endpoints.target().createStatement()) {
            for (TargetTable table : tables) {
                try (ResultSet row = statement.executeQuery("SELECT 1 FROM " + table.quoted() + " WHERE ROWNUM = 1")) {
                    if (row.next()) {
                        filled.add(table);
                    }
                }
            }
            endpoints.target().rollback();
            return filled;
        } catch (SQLException e) {
            throw TargetFaults.during("look for rows in the tables", e);
        }
    }

    /** The first of them, for a message. */
    public static String named(List<TargetTable> tables) {
        return tables.stream().limit(NAMED).map(TargetTable::quoted).collect(Collectors.joining(", "))
                + (tables.size() > NAMED ? " and " + (tables.size() - NAMED) + " more" : "");
    }
}
