package io.sealane.source.postgres;

import io.sealane.model.TableId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Making, reading and dropping the migration's publication. Make it before the slot: the stream sees it as of then. */
public final class Publication {
    private Publication() {}

    /** Publishes {@code tables} by name, partitioned ones as their root; needs ownership of each. */
    public static void create(Connection connection, String name, Collection<TableId> tables) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(createStatement(name, tables));
        }
    }

    /** The statement that {@link #create} runs, for those who run it by hand. */
    public static String createStatement(String name, Collection<TableId> tables) {
        // ONLY: children by inheritance are tables of their own; partitions come with their root all the same
        return "CREATE PUBLICATION " + TableId.quote(name) + " FOR TABLE "
                + tables.stream().map(table -> "ONLY " + table.quoted()).collect(Collectors.joining(", "))
                + " WITH (publish = 'insert, update, delete, truncate', publish_via_partition_root = true)";
    }

    public static boolean exists(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT 1 FROM pg_catalog.pg_publication WHERE pubname = ?")) {
            statement.setString(1, name);
            try (ResultSet result = statement.executeQuery()) {
                return result.next();
            }
        }
    }

    /** The published tables by the names under which their changes arrive. */
    public static Set<TableId> tables(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT schemaname, tablename FROM pg_catalog.pg_publication_tables WHERE pubname = ? ORDER BY 1, 2")) {
            statement.setString(1, name);
            try (ResultSet result = statement.executeQuery()) {
                Set<TableId> tables = new LinkedHashSet<>();
                while (result.next()) {
                    tables.add(new TableId(result.getString(1), result.getString(2)));
                }
                return tables;
            }
        }
    }

    /** Drops the publication; an absent one is no error. */
    public static void drop(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP PUBLICATION IF EXISTS " + TableId.quote(name));
        }
    }
}
