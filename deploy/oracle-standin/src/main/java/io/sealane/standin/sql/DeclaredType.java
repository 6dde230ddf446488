package io.sealane.standin.sql;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A column's type as the DDL declared it. H2 loses part of it, so it is kept in the {@link Catalogue}.
 *
 * @param length in bytes or characters for strings and RAW, else 0
 * @param inCharacters whether the length counts characters
 * @param precision of NUMBER, FLOAT and day or year intervals, or -1 where none was given
 * @param scale of NUMBER, or the fraction's digits of a timestamp or interval
 */
public record DeclaredType(OracleType type, int length, boolean inCharacters, int precision, int scale) {
    /** NUMBER(*, s), INTEGER and their like: 38 digits, of which the dictionary says nothing. */
    static final int ANY_PRECISION = 0;

    private static final int LARGEST_PRECISION = 38;
    /** Database Reference, MAX_STRING_SIZE = STANDARD. */
    private static final int LARGEST_STRING_BYTES = 4000;

    private static final double DECIMAL_DIGITS_PER_BIT = 0.30103;
    private static final int LOB_LOCATOR_BYTES = 4000;

    public static DeclaredType of(OracleType type) {
        return new DeclaredType(type, 0, false, -1, 0);
    }

    static DeclaredType fraction(OracleType type, int digits) {
        return new DeclaredType(type, 0, false, -1, digits);
    }

    public static DeclaredType string(OracleType type, int length, boolean inCharacters) {
        return new DeclaredType(type, length, inCharacters, -1, 0);
    }

    static DeclaredType number(int precision, int scale) {
        return new DeclaredType(OracleType.NUMBER, 0, false, precision, scale);
    }

    /** @param bits binary digits, 1 to 126 */
    static DeclaredType floating(int bits) {
        return new DeclaredType(OracleType.FLOAT, 0, false, bits, 0);
    }

    /** How many digits a NUMBER takes; -1 where there is no limit but the type's own. */
    public int numberPrecision() {
        return precision == ANY_PRECISION ? LARGEST_PRECISION : precision;
    }

    /** Whether the server rounds to tens, hundreds and so on, which H2 has no type for. */
    boolean roundsToTens() {
        return type == OracleType.NUMBER && scale < 0;
    }

    /** The H2 type that holds the values; lengths of strings are left to {@link #check}. */
    String h2Type() {
        return switch (type) {
            case VARCHAR2, NVARCHAR2 -> "VARCHAR";
            case CHAR, NCHAR -> "CHAR(" + length + ")";
            case NUMBER ->
                precision < 0 || scale < 0 ? "DECFLOAT(40)" : "NUMERIC(" + numberPrecision() + ", " + scale + ")";
            // SQL Language Reference, "FLOAT Data Type": 0.30103 decimal digits for each binary one.
            case FLOAT -> "DECFLOAT(" + (int) Math.ceil(precision * DECIMAL_DIGITS_PER_BIT) + ")";
            case BINARY_FLOAT -> "REAL";
            case BINARY_DOUBLE -> "DOUBLE PRECISION";
            case DATE -> "TIMESTAMP(0)";
            case TIMESTAMP -> "TIMESTAMP(" + scale + ")";
            case TIMESTAMP_TZ, TIMESTAMP_LTZ -> "TIMESTAMP(" + scale + ") WITH TIME ZONE";
            // H2 wants at least one digit in front.
            case INTERVAL_YM -> "INTERVAL YEAR(" + Math.max(1, precision) + ") TO MONTH";
            case INTERVAL_DS -> "INTERVAL DAY(" + Math.max(1, precision) + ") TO SECOND(" + scale + ")";
            case RAW -> "VARBINARY";
            case CLOB, NCLOB, JSON, XMLTYPE -> "CLOB";
            case BLOB -> "BLOB";
            case BOOLEAN -> "BOOLEAN";
        };
    }

    /** A check constraint that enforces the rules of the type and raises Oracle's error, or none. */
    Optional<String> check(TableName table, String column) {
        if (length > 0) {
            return Optional.of(lengthCheck(table, column));
        }
        return switch (type) {
            case NUMBER -> precision < 0 ? check("FITS_NUMBER", column) : Optional.empty();
            case JSON -> check("FITS_JSON", column);
            case XMLTYPE -> check("FITS_XML", column);
            default -> Optional.empty();
        };
    }

    private static Optional<String> check(String function, String column) {
        return Optional.of("CHECK (\"SYS\".\"" + function + "\"(" + TableName.quote(column) + "))");
    }

    private String lengthCheck(TableName table, String column) {
        String unit = type.isNational() ? "UNITS" : inCharacters ? "CHAR" : "BYTE";
        String place = (table.sql() + "." + TableName.quote(column)).replace("'", "''");
        String function = type == OracleType.RAW ? "FITS_RAW" : "FITS";
        boolean padded = type == OracleType.CHAR || type == OracleType.NCHAR;
        String value = padded ? "RTRIM(" + TableName.quote(column) + ")" : TableName.quote(column);
        return "CHECK (\"SYS\".\"" + function + "\"(" + value + ", " + length + ", '" + unit + "', '" + place + "'))";
    }

    /** DATA_TYPE in the dictionary; intervals and timestamps carry their digits there. */
    String dictionaryName() {
        return switch (type) {
            case TIMESTAMP -> "TIMESTAMP(" + scale + ")";
            case TIMESTAMP_TZ -> "TIMESTAMP(" + scale + ") WITH TIME ZONE";
            case TIMESTAMP_LTZ -> "TIMESTAMP(" + scale + ") WITH LOCAL TIME ZONE";
            case INTERVAL_YM -> "INTERVAL YEAR(" + precision + ") TO MONTH";
            case INTERVAL_DS -> "INTERVAL DAY(" + precision + ") TO SECOND(" + scale + ")";
            default -> type.title();
        };
    }

    /** DATA_LENGTH in the dictionary, in bytes: the most that a value of this type takes. */
    public int dataLength() {
        return switch (type) {
            case VARCHAR2, CHAR -> inCharacters ? Math.min(length * 4, LARGEST_STRING_BYTES) : length;
            case NVARCHAR2, NCHAR -> length * Character.BYTES;
            case RAW -> length;
            case NUMBER, FLOAT -> 22;
            case BINARY_FLOAT -> Float.BYTES;
            case BINARY_DOUBLE -> Double.BYTES;
            case DATE -> 7;
            case TIMESTAMP, TIMESTAMP_LTZ -> 11;
            case TIMESTAMP_TZ -> 13;
            case INTERVAL_YM -> 5;
            case INTERVAL_DS -> 11;
            case CLOB, NCLOB, BLOB -> LOB_LOCATOR_BYTES;
            case BOOLEAN -> 1;
            // Belief, as seen in other people's output of DESCRIBE.
            case JSON -> 8200;
            case XMLTYPE -> 2000;
        };
    }

    /** CHAR_LENGTH in the dictionary. */
    public int charLength() {
        return type == OracleType.RAW ? 0 : length;
    }

    /** CHAR_USED in the dictionary, or null. */
    @Nullable
    String charUsed() {
        if (length == 0 || type == OracleType.RAW) {
            return null;
        }
        return inCharacters || type.isNational() ? "C" : "B";
    }

    /** DATA_PRECISION in the dictionary, or null. */
    @Nullable
    Integer dictionaryPrecision() {
        boolean unsaid = precision < 0 || type == OracleType.NUMBER && precision == ANY_PRECISION;
        return unsaid ? null : (Integer) precision;
    }

    /** DATA_SCALE in the dictionary, or null. */
    @Nullable
    Integer dictionaryScale() {
        return switch (type) {
            case NUMBER -> precision < 0 ? null : (Integer) scale;
            case TIMESTAMP, TIMESTAMP_TZ, TIMESTAMP_LTZ, INTERVAL_DS, INTERVAL_YM -> scale;
            default -> null;
        };
    }
}
