package io.sealane.demo.shop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Runs the SQL files that make the shop on either side. */
public final class ShopScripts {
    private ShopScripts() {}

    /** Creates schema, tables and the first rows in PostgreSQL. */
    public static void fillSource(Connection source, Map<ShopTable, Long> rows) throws SQLException {
        run(source, script("schema.sql"));
        String fill = script("fill.sql");
        for (Map.Entry<ShopTable, Long> table : rows.entrySet()) {
            fill = fill.replace(
                    "${" + table.getKey().sourceName() + "}", table.getValue().toString());
        }
        run(source, fill);
    }

    /** Creates the empty tables of the target. */
    public static void createTarget(Connection target) throws SQLException {
        run(target, script("target.sql"));
    }

    private static void run(Connection connection, String script) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements(script)) {
                statement.execute(sql);
            }
        }
    }

    /** The statements of a script: each ends with a semicolon at the end of its line. */
    static List<String> statements(String script) {
        String code = script.replaceAll("(?m)^--.*\\R", "");
        return Arrays.stream(code.split(";\\s*(\\R|$)"))
                .map(String::strip)
                .filter(sql -> !sql.isEmpty())
                .toList();
    }

    private static String script(String name) {
        try (InputStream in = ShopScripts.class.getResourceAsStream("/shop/" + name)) {
            if (in == null) {
                throw new IllegalStateException("BUG: no resource /shop/" + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
