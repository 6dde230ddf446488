package io.sealane.chaos.mutant;

import io.sealane.model.Lsn;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What cuts call instead of the product's code. Public because they call it from there. */
public final class Replacements {
    private static final String OWN_GENERATION = "\"GENERATION\" = ?";

    private Replacements() {}

    /** The end of the WAL that is written, on disk or not. */
    public static Lsn written(Connection postgres) throws SQLException {
        try (Statement statement = postgres.createStatement();
                ResultSet result = statement.executeQuery("SELECT pg_current_wal_insert_lsn()")) {
            result.next();
            return Lsn.parse(result.getString(1));
        }
    }

    /** A connection whose statements take a row of any older generation for their own, and of any newer. */
    public static Connection withoutGeneration(Connection oracle) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (self, method, arguments) -> {
                    if (method.getName().equals("prepareStatement") && arguments[0] instanceof String sql) {
                        if (sql.contains(OWN_GENERATION)) {
                            Hits.count(Mutant.GENERATION);
                        }
                        arguments[0] = sql.replace(OWN_GENERATION, "\"GENERATION\" >= ?");
                    }
                    try {
                        return method.invoke(oracle, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
