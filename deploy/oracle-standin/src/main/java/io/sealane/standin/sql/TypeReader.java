package io.sealane.standin.sql;

import java.util.ArrayList;
import java.util.List;

/** Reads one data type out of DDL. Types: SQL Language Reference, "Data Types". */
final class TypeReader {
    private static final int LARGEST_PRECISION = 38;
    private static final int DEFAULT_FRACTION = 6;
    private static final int DEFAULT_DAY_DIGITS = 2;
    private static final int LARGEST_FRACTION = 9;
    private static final int LARGEST_BINARY_PRECISION = 126;
    private static final int SMALLEST_SCALE = -84;
    private static final int LARGEST_SCALE = 127;

    private final List<Token> tokens;
    private final Release release;
    private int at;

    TypeReader(List<Token> tokens, int at, Release release) {
        this.tokens = tokens;
        this.at = at;
        this.release = release;
    }

    /** The first token after the type. */
    int end() {
        return at;
    }

    DeclaredType read() throws OracleException {
        if (at >= tokens.size()) {
            throw new OracleException(902, "invalid datatype");
        }
        String name = tokens.get(at++).name();
        return switch (name) {
            case "VARCHAR2", "VARCHAR" -> string(OracleType.VARCHAR2);
            case "NVARCHAR2" -> string(OracleType.NVARCHAR2);
            case "CHAR", "CHARACTER" -> string(OracleType.CHAR);
            case "NCHAR" -> string(OracleType.NCHAR);
            case "RAW" -> string(OracleType.RAW);
            case "NUMBER", "NUMERIC", "DECIMAL", "DEC" -> number(name);
            case "INTEGER", "INT", "SMALLINT" -> DeclaredType.number(DeclaredType.ANY_PRECISION, 0);
            case "FLOAT" -> floating();
            case "REAL" -> DeclaredType.floating(63);
            case "DOUBLE" -> doublePrecision();
            case "BINARY_FLOAT" -> DeclaredType.of(OracleType.BINARY_FLOAT);
            case "BINARY_DOUBLE" -> DeclaredType.of(OracleType.BINARY_DOUBLE);
            case "DATE" -> DeclaredType.of(OracleType.DATE);
            case "TIMESTAMP" -> timestamp();
            case "INTERVAL" -> interval();
            case "CLOB" -> DeclaredType.of(OracleType.CLOB);
            case "NCLOB" -> DeclaredType.of(OracleType.NCLOB);
            case "BLOB" -> DeclaredType.of(OracleType.BLOB);
            case "BOOLEAN", "BOOL" -> sinceTwentyThree(OracleType.BOOLEAN);
            case "JSON" -> sinceTwentyThree(OracleType.JSON);
            case "XMLTYPE" -> DeclaredType.of(OracleType.XMLTYPE);
            case "SYS" -> ownedBySys();
            default -> throw OracleException.unimplemented("data type " + name);
        };
    }

    private DeclaredType sinceTwentyThree(OracleType type) throws OracleException {
        if (!release.hasBooleanAndJson()) {
            throw new OracleException(902, "invalid datatype");
        }
        return DeclaredType.of(type);
    }

    private DeclaredType ownedBySys() throws OracleException {
        if (take(".") && take("XMLTYPE")) {
            return DeclaredType.of(OracleType.XMLTYPE);
        }
        throw new OracleException(902, "invalid datatype");
    }

    private boolean take(String word) {
        boolean found = SqlStatement.isAt(tokens, at, word);
        at += found ? 1 : 0;
        return found;
    }

    /** What stands in parentheses, commas left away. */
    private List<Token> arguments() {
        List<Token> arguments = new ArrayList<>();
        if (take("(")) {
            boolean negative = false;
            while (at < tokens.size() && !take(")")) {
                Token token = tokens.get(at++);
                negative |= token.is("-");
                if (!token.is(",") && !token.is("-")) {
                    arguments.add(negative ? new Token(token.kind(), "-" + token.text(), 0, 0) : token);
                    negative = false;
                }
            }
        }
        return arguments;
    }

    private static int whole(Token token) throws OracleException {
        try {
            return Integer.parseInt(token.text());
        } catch (NumberFormatException e) {
            throw new OracleException(902, "invalid datatype", e);
        }
    }

    private DeclaredType string(OracleType type) throws OracleException {
        List<Token> arguments = arguments();
        boolean mayOmit = type == OracleType.CHAR || type == OracleType.NCHAR;
        if (arguments.isEmpty() && !mayOmit) {
            throw new OracleException(906, "missing left parenthesis");
        }
        int length = arguments.isEmpty() ? 1 : whole(arguments.get(0));
        boolean inCharacters = arguments.size() > 1 && arguments.get(1).is("CHAR") || type.isNational();
        int longest = type == OracleType.VARCHAR2 ? 4000 : type == OracleType.NCHAR ? 1000 : 2000;
        if (length < 1 || length > longest) {
            throw new OracleException(910, "specified length too long for its datatype");
        }
        return DeclaredType.string(type, length, inCharacters);
    }

    private DeclaredType number(String name) throws OracleException {
        List<Token> arguments = arguments();
        if (arguments.isEmpty()) {
            return DeclaredType.number(name.equals("NUMBER") ? -1 : DeclaredType.ANY_PRECISION, 0);
        }
        boolean any = arguments.get(0).is("*");
        int precision = any ? LARGEST_PRECISION : whole(arguments.get(0));
        int scale = arguments.size() > 1 ? whole(arguments.get(1)) : 0;
        if (precision < 1 || precision > LARGEST_PRECISION) {
            throw new OracleException(1727, "numeric precision specifier is out of range (1 to 38)");
        }
        if (scale < SMALLEST_SCALE || scale > LARGEST_SCALE) {
            throw new OracleException(1728, "numeric scale specifier is out of range (-84 to 127)");
        }
        return DeclaredType.number(any ? DeclaredType.ANY_PRECISION : precision, scale);
    }

    private DeclaredType floating() throws OracleException {
        List<Token> arguments = arguments();
        int bits = arguments.isEmpty() ? LARGEST_BINARY_PRECISION : whole(arguments.get(0));
        if (bits < 1 || bits > LARGEST_BINARY_PRECISION) {
            throw new OracleException(1723, "zero-length columns are not allowed");
        }
        return DeclaredType.floating(bits);
    }

    private DeclaredType doublePrecision() {
        take("PRECISION");
        return DeclaredType.floating(LARGEST_BINARY_PRECISION);
    }

    private DeclaredType timestamp() throws OracleException {
        List<Token> arguments = arguments();
        int digits = digits(arguments, DEFAULT_FRACTION);
        if (!take("WITH")) {
            return DeclaredType.fraction(OracleType.TIMESTAMP, digits);
        }
        OracleType type = take("LOCAL") ? OracleType.TIMESTAMP_LTZ : OracleType.TIMESTAMP_TZ;
        if (take("TIME") && take("ZONE")) {
            return DeclaredType.fraction(type, digits);
        }
        throw new OracleException(902, "invalid datatype");
    }

    private DeclaredType interval() throws OracleException {
        boolean days = take("DAY");
        if (!days && !take("YEAR")) {
            throw new OracleException(902, "invalid datatype");
        }
        int digits = digits(arguments(), DEFAULT_DAY_DIGITS);
        take("TO");
        if (!days) {
            take("MONTH");
            return new DeclaredType(OracleType.INTERVAL_YM, 0, false, digits, 0);
        }
        take("SECOND");
        return new DeclaredType(OracleType.INTERVAL_DS, 0, false, digits, digits(arguments(), DEFAULT_FRACTION));
    }

    /** SQL Language Reference, "Datetime and Interval Data Types": 0 to 9 digits. */
    private static int digits(List<Token> arguments, int defaultDigits) throws OracleException {
        int digits = arguments.isEmpty() ? defaultDigits : whole(arguments.get(0));
        if (digits < 0 || digits > LARGEST_FRACTION) {
            throw new OracleException(30088, "datetime/interval precision is out of range");
        }
        return digits;
    }
}
