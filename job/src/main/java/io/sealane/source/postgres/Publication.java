package io.sealane.source.postgres;

import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import io.sealane.model.TableId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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

    /** The same with a comment that tells whose it is. Both or neither are made. */
    public static void create(Connection connection, String name, Collection<TableId> tables, PublicationMark mark)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String comment = statement.enquoteLiteral(mark.text());
            // One round trip of several statements is one transaction.
            statement.execute(createStatement(name, tables) + "; COMMENT ON PUBLICATION " + TableId.quote(name) + " IS "
                    + comment);
        }
    }

    /** The statement that {@link #create} runs, for those who run it by hand. */
    public static String createStatement(String name, Collection<TableId> tables) {
        // ONLY: children by inheritance are tables of their own; partitions come with their root all the same
        return "CREATE PUBLICATION " + TableId.quote(name) + " FOR TABLE "
                + tables.stream().map(table -> "ONLY " + table.quoted()).collect(Collectors.joining(", "))
                + " WITH (publish = 'insert, update, delete, truncate', publish_via_partition_root = true)";
    }

    /** Says anew whose an existing publication is; needs its ownership. */
    public static void mark(Connection connection, String name, PublicationMark mark) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "COMMENT ON PUBLICATION " + TableId.quote(name) + " IS " + statement.enquoteLiteral(mark.text()));
        }
    }

    /** Whose the publication is; empty if there is none, or its comment does not say. */
    public static Optional<PublicationMark> findMark(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT obj_description(oid, 'pg_publication') FROM pg_catalog.pg_publication WHERE pubname = ?")) {
            statement.setString(1, name);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? PublicationMark.parse(result.getString(1)) : Optional.empty();
            }
        }
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

    /** @throws MigrationException if the publication is missing, or leaves out some of {@code tables} or of their changes */
    public static void requireComplete(Connection connection, String name, Set<TableId> tables) throws SQLException {
        List<String> problems = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT pubinsert AND pubupdate AND pubdelete AND pubtruncate FROM pg_catalog.pg_publication"
                        + " WHERE pubname = ?")) {
            statement.setString(1, name);
            try (ResultSet result = statement.executeQuery()) {
                if (!result.next()) {
                    problems.add("it does not exist");
                } else if (!result.getBoolean(1)) {
                    problems.add("it does not publish all of insert, update, delete, truncate");
                }
            }
        }
        Set<TableId> missing = new TreeSet<>(tables);
        missing.removeAll(tables(connection, name));
        if (!missing.isEmpty()) {
            problems.add("it does not publish "
                    + missing.stream().map(TableId::toString).collect(Collectors.joining(", ")));
        }
        filtered(connection, name, tables).forEach(table -> problems.add("it filters the rows of " + table));
        if (!problems.isEmpty()) {
            throw new MigrationException(
                    Kind.SOURCE,
                    "SRC-204",
                    "Cannot read changes through publication " + name + ": " + String.join("; ", problems)
                            + ". What it left out since the copy began is lost to this migration: make it anew with"
                            + " every table, then copy again.");
        }
    }

    private static List<TableId> filtered(Connection connection, String name, Set<TableId> tables) throws SQLException {
        // to_jsonb: the column came with PostgreSQL 15
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT schemaname, tablename FROM pg_catalog.pg_publication_tables p WHERE pubname = ?"
                        + " AND to_jsonb(p) ->> 'rowfilter' IS NOT NULL")) {
            statement.setString(1, name);
            try (ResultSet result = statement.executeQuery()) {
                List<TableId> filtered = new ArrayList<>();
                while (result.next()) {
                    filtered.add(new TableId(result.getString(1), result.getString(2)));
                }
                filtered.retainAll(tables);
                return filtered;
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
