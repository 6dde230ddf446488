package io.sealane.standin.sql;

import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Oracle would say where H2 cannot convert a value to its column's type. A text that does not read as the type has a
 * code of that type; a value of a type that never converts is ORA-00932. Error Messages; which case gives which is belief.
 */
final class ConversionErrors {
    /** As in {@code Data conversion error converting "'x' (T: ""C"" NUMERIC(5, 2))"}. */
    private static final Pattern VALUE_AND_TYPE =
            Pattern.compile("converting \"(.*) \\([^:]*: \"\"[^\"]*\"\" ([A-Z]+).*\\)\"", Pattern.DOTALL);

    private ConversionErrors() {}

    static OracleException translate(String message, SQLException cause) {
        Matcher matcher = VALUE_AND_TYPE.matcher(message);
        if (!matcher.find()) {
            return new OracleException(1722, "invalid number", cause);
        }
        String value = matcher.group(1);
        String target = oracleName(matcher.group(2));
        if (!value.startsWith("'")) {
            String text = "inconsistent datatypes: expected " + target + " got " + typeOf(value);
            return new OracleException(932, text, cause);
        }
        return switch (target) {
            case "BOOLEAN" -> new OracleException(61800, "invalid boolean literal: " + value, cause);
            case "INTERVAL" -> new OracleException(1867, "the interval is invalid", cause);
            default -> new OracleException(1722, "invalid number", cause);
        };
    }

    private static String oracleName(String h2Type) {
        return switch (h2Type) {
            case "NUMERIC", "DECFLOAT", "INTEGER", "BIGINT" -> "NUMBER";
            case "TIMESTAMP" -> "DATE";
            case "REAL" -> "BINARY_FLOAT";
            case "DOUBLE" -> "BINARY_DOUBLE";
            default -> h2Type;
        };
    }

    private static String typeOf(String literal) {
        if (literal.startsWith("TIMESTAMP")) {
            return "TIMESTAMP";
        }
        if (literal.startsWith("INTERVAL")) {
            return "INTERVAL";
        }
        if (literal.startsWith("X'")) {
            return "BINARY";
        }
        return literal.equals("TRUE") || literal.equals("FALSE") ? "BOOLEAN" : "NUMBER";
    }
}
