package io.sealane.source.postgres;

import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The session settings that decide how a value is printed, and those that would end a long read.
 *
 * <p>They are set by SET, after the log-on: the driver sends start-up parameters of its own (TimeZone: the JVM's), and
 * those beat any {@code options}. Each is then read back, because a copy and a stream that print differently would change
 * values without a word.
 */
final class PinnedSettings {
    private static final Map<String, String> TEXT = Map.ofEntries(
            Map.entry("DateStyle", "ISO, YMD"),
            Map.entry("IntervalStyle", "iso_8601"),
            Map.entry("TimeZone", "UTC"),
            Map.entry("bytea_output", "hex"),
            Map.entry("extra_float_digits", "3"),
            Map.entry("lc_monetary", "C"),
            Map.entry("search_path", "pg_catalog"),
            Map.entry("quote_all_identifiers", "off"),
            Map.entry("standard_conforming_strings", "on"),
            Map.entry("client_encoding", "UTF8"),
            Map.entry("row_security", "off"));

    /** Set where the server knows them. A reader that dies is noticed within 10 s; one that is held back is not cut. */
    private static final Map<String, String> LIMITS = Map.of(
            "statement_timeout", "0",
            "transaction_timeout", "0",
            "polar_transaction_timeout", "0",
            "idle_in_transaction_session_timeout", "0",
            "idle_session_timeout", "0",
            "client_connection_check_interval", "10s");

    private PinnedSettings() {}

    static void pin(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET quote_all_identifiers = off"); // first: it quotes what search_path is set to
            for (Map.Entry<String, String> setting : TEXT.entrySet()) {
                if (!setting.getKey().equals("client_encoding")) { // the driver's own, and it minds a SET
                    statement.execute("SET " + setting.getKey() + " = " + literal(setting));
                }
            }
            for (String known : knownLimits(statement)) {
                statement.execute("SET " + known + " = '" + LIMITS.get(known) + "'");
            }
            verify(statement);
        }
    }

    private static List<String> knownLimits(Statement statement) throws SQLException {
        String names = LIMITS.keySet().stream().map(n -> "'" + n + "'").collect(Collectors.joining(", "));
        List<String> known = new ArrayList<>();
        try (ResultSet result =
                statement.executeQuery("SELECT name FROM pg_catalog.pg_settings WHERE name IN (" + names + ")")) {
            while (result.next()) {
                known.add(result.getString(1));
            }
        }
        return known;
    }

    private static void verify(Statement statement) throws SQLException {
        for (Map.Entry<String, String> setting : TEXT.entrySet()) {
            try (ResultSet result = statement.executeQuery("SHOW " + setting.getKey())) {
                String found = result.next() ? result.getString(1) : "nothing";
                if (!setting.getValue().equals(found)) {
                    throw new MigrationException(
                            Kind.SOURCE,
                            "SRC-202",
                            "Cannot pin the text form of values: " + setting.getKey() + " is '" + found + "', not '"
                                    + setting.getValue() + "'. Let the role set it, and connect to the server itself,"
                                    + " not to a pooler that shares sessions.");
                }
            }
        }
    }

    /** A list of names (search_path, DateStyle) is given without quotes around the whole. */
    private static String literal(Map.Entry<String, String> setting) {
        return setting.getValue().contains(",") ? setting.getValue() : "'" + setting.getValue() + "'";
    }
}
