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
    private Replacements() {}

    /** The end of the WAL that is written, on disk or not. */
    public static Lsn written(Connection postgres) throws SQLException {
        try (Statement statement = postgres.createStatement();
                ResultSet result = statement.executeQuery("SELECT pg_current_wal_insert_lsn()")) {
            result.next();
            return Lsn.parse(result.getString(1));
        }
    }

    /** A connection whose statements take a row of any generation for their own. */
    public static Connection withoutGeneration(Connection oracle) {
        return rewriting(Mutant.GENERATION, oracle, "\"GENERATION\" = ?", "(\"GENERATION\" = ? OR 1 = 1)");
    }

    /** A connection whose statements take a row at any position for one that nobody has moved. */
    public static Connection withoutComparison(Connection oracle) {
        return rewriting(
                Mutant.COMPARE_AND_SET,
                oracle,
                "\"COMMIT_LSN\" = ? AND \"ORDINAL\" = ? AND \"FLUSH\" = ?",
                "(\"COMMIT_LSN\" = ? AND \"ORDINAL\" = ? AND \"FLUSH\" = ? OR 1 = 1)");
    }

    /** Counts a hit only for a statement that has {@code condition}. */
    private static Connection rewriting(Mutant mutant, Connection oracle, String condition, String instead) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (self, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")
                            && arguments[0] instanceof String sql
                            && sql.contains(condition)) {
                        Hits.count(mutant);
                        arguments[0] = sql.replace(condition, instead);
                    }
                    try {
                        return method.invoke(oracle, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
