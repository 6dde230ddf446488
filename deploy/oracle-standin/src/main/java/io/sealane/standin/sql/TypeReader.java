package io.sealane.standin.sql;

import java.util.ArrayList;
import java.util.List;

/** Reads one data type out of DDL. Types: SQL Language Reference, "Data Types". */
final class TypeReader {
    private static final int LARGEST_PRECISION = 38;
    private static final int DEFAULT_FRACTION = 6;
    private static final int DEFAULT_DAY_DIGITS = 2;

    private final List<Token> tokens;
    private int at;

    TypeReader(List<Token> tokens, int at) {
        this.tokens = tokens;
        this.at = at;
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
            case "INTEGER", "INT", "SMALLINT" -> DeclaredType.number(LARGEST_PRECISION, 0);
            case "FLOAT", "REAL" -> floating();
            case "DOUBLE" -> doublePrecision();
            case "BINARY_FLOAT" -> DeclaredType.of(OracleType.BINARY_FLOAT);
            case "BINARY_DOUBLE" -> DeclaredType.of(OracleType.BINARY_DOUBLE);
            case "DATE" -> DeclaredType.of(OracleType.DATE);
            case "TIMESTAMP" -> timestamp();
            case "INTERVAL" -> interval();
            case "CLOB" -> DeclaredType.of(OracleType.CLOB);
            case "NCLOB" -> DeclaredType.of(OracleType.NCLOB);
            case "BLOB" -> DeclaredType.of(OracleType.BLOB);
            default -> throw OracleException.unimplemented("data type " + name);
        };
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
            return name.equals("NUMBER") ? DeclaredType.number(-1, 0) : DeclaredType.number(LARGEST_PRECISION, 0);
        }
        int precision = arguments.get(0).is("*") ? LARGEST_PRECISION : whole(arguments.get(0));
        int scale = arguments.size() > 1 ? whole(arguments.get(1)) : 0;
        if (precision < 1 || precision > LARGEST_PRECISION) {
            throw new OracleException(1727, "numeric precision specifier is out of range (1 to 38)");
        }
        if (scale < 0) {
            throw OracleException.unimplemented("NUMBER with a negative scale");
        }
        return DeclaredType.number(precision, scale);
    }

    private DeclaredType floating() throws OracleException {
        List<Token> arguments = arguments();
        int bits = arguments.isEmpty() ? 126 : whole(arguments.get(0));
        return new DeclaredType(OracleType.FLOAT, 0, false, bits, 0);
    }

    private DeclaredType doublePrecision() {
        take("PRECISION");
        return new DeclaredType(OracleType.FLOAT, 0, false, 126, 0);
    }

    private DeclaredType timestamp() throws OracleException {
        List<Token> arguments = arguments();
        int digits = arguments.isEmpty() ? DEFAULT_FRACTION : whole(arguments.get(0));
        if (!take("WITH")) {
            return DeclaredType.fraction(OracleType.TIMESTAMP, digits);
        }
        if (take("LOCAL")) {
            throw OracleException.unimplemented("TIMESTAMP WITH LOCAL TIME ZONE");
        }
        if (take("TIME") && take("ZONE")) {
            return DeclaredType.fraction(OracleType.TIMESTAMP_TZ, digits);
        }
        throw new OracleException(902, "invalid datatype");
    }

    private DeclaredType interval() throws OracleException {
        boolean days = take("DAY");
        if (!days && !take("YEAR")) {
            throw new OracleException(902, "invalid datatype");
        }
        List<Token> leading = arguments();
        int digits = leading.isEmpty() ? DEFAULT_DAY_DIGITS : whole(leading.get(0));
        take("TO");
        if (!days) {
            take("MONTH");
            return new DeclaredType(OracleType.INTERVAL_YM, 0, false, digits, 0);
        }
        take("SECOND");
        List<Token> fraction = arguments();
        int scale = fraction.isEmpty() ? DEFAULT_FRACTION : whole(fraction.get(0));
        // H2 wants at least one digit of days.
        return new DeclaredType(OracleType.INTERVAL_DS, 0, false, Math.max(1, digits), scale);
    }
}
