package io.sealane.standin.sql;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** SQL functions that H2 calls by name; so the class and its methods are public. */
public final class Functions {
    private static final int VALUE_TOO_LARGE = 12899;
    private static final int NUMERIC_OVERFLOW = 1426;
    private static final int LARGEST_EXPONENT = 125;
    private static final int LARGEST_STRING_BYTES = 4000;
    private static final int UTF8_BYTES_PER_UNIT = 3;

    private Functions() {}

    /** Whether a string keeps to its column's declared length; if not, ORA-12899 says by how much. */
    public static boolean fits(@Nullable String value, int limit, String unit, String column) throws OracleException {
        if (value == null) {
            return true;
        }
        switch (unit) {
            case "UNITS" -> require(value.length(), limit, column);
            case "CHAR" -> {
                if (value.length() > limit) {
                    require(value.codePointCount(0, value.length()), limit, column);
                }
                requireBytes(value, LARGEST_STRING_BYTES, column);
            }
            default -> requireBytes(value, limit, column);
        }
        return true;
    }

    public static boolean fitsRaw(byte @Nullable [] value, int limit, String unit, String column)
            throws OracleException {
        if (value != null) {
            require(value.length, limit, column);
        }
        return true;
    }

    /**
     * Whether a number is within NUMBER's range. SQL Language Reference, "NUMBER Data Type": magnitudes below 1E126; that
     * a larger one is ORA-01426 is belief.
     */
    public static boolean fitsNumber(@Nullable BigDecimal value) throws OracleException {
        if (value != null && value.precision() - value.scale() > LARGEST_EXPONENT + 1) {
            throw new OracleException(NUMERIC_OVERFLOW, "numeric overflow");
        }
        return true;
    }

    private static void requireBytes(String value, int limit, String column) throws OracleException {
        if (value.length() > limit / UTF8_BYTES_PER_UNIT) {
            require(value.getBytes(StandardCharsets.UTF_8).length, limit, column);
        }
    }

    private static void require(int actual, int limit, String column) throws OracleException {
        if (actual > limit) {
            throw new OracleException(
                    VALUE_TOO_LARGE,
                    String.format(
                            Locale.ROOT,
                            "value too large for column %s (actual: %d, maximum: %d)",
                            column,
                            actual,
                            limit));
        }
    }

    /** SYS_CONTEXT of the namespace USERENV; unknown parameters give null. SQL Language Reference, "SYS_CONTEXT". */
    public static @Nullable String sysContext(
            Connection connection, @Nullable String namespace, @Nullable String parameter) throws SQLException {
        if (!"USERENV".equalsIgnoreCase(namespace) || parameter == null) {
            return null;
        }
        String name = parameter.toUpperCase(Locale.ROOT);
        if (name.equals("CURRENT_SCHEMA")) {
            return connection.getSchema();
        }
        if (!name.matches("[A-Z_]+")) {
            return null;
        }
        try (PreparedStatement select = connection.prepareStatement("SELECT CAST(@USERENV_" + name + " AS VARCHAR)");
                ResultSet row = select.executeQuery()) {
            return row.next() ? row.getString(1) : null;
        }
    }

    /** A number for an object, the same for the same names. */
    public static long objectNumber(String owner, String name) {
        return Integer.toUnsignedLong((owner + '.' + name).hashCode());
    }

    /** EMPTY_CLOB() is not null, unlike an empty string. */
    public static java.io.Reader emptyClob() {
        return new java.io.StringReader("");
    }

    public static java.io.InputStream emptyBlob() {
        return new java.io.ByteArrayInputStream(new byte[0]);
    }

    /** LENGTHB; strings in SQL end at 4,000 bytes with MAX_STRING_SIZE = STANDARD, which clients find out by it. */
    public static @Nullable Integer lengthInBytes(@Nullable String value) {
        return value == null
                ? null
                : (Integer) Math.min(LARGEST_STRING_BYTES, value.getBytes(StandardCharsets.UTF_8).length);
    }

    public static String databaseTimeZone() {
        return "+00:00";
    }

    public static @Nullable String sessionTimeZone(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                        "SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS WHERE SETTING_NAME = 'TIME ZONE'");
                ResultSet row = select.executeQuery()) {
            return row.next() ? row.getString(1) : null;
        }
    }
}
