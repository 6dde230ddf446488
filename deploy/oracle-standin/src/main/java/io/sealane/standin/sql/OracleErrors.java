package io.sealane.standin.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.h2.api.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * What Oracle would say where H2 says something else. Codes and texts: Oracle Database Error Messages. That Oracle raises
 * just this code in just this case is belief unless a line says otherwise.
 */
final class OracleErrors {
    /** As in {@code Value too long for column "C CHARACTER(5)": "'abcdefg' (7)"}. */
    private static final Pattern LENGTHS = Pattern.compile("\\((\\d+)\\)\": .*\\((\\d+)\\)\"", Pattern.DOTALL);

    private static final Pattern INTERVAL_COLUMN = Pattern.compile("^Value too long for column \".*? INTERVAL ");

    private final Connection connection;
    private final Map<String, String> constraintNames;

    OracleErrors(Connection connection, Map<String, String> constraintNames) {
        this.connection = connection;
        this.constraintNames = constraintNames;
    }

    OracleException translate(SQLException error, StatementKind kind, @Nullable TableName target) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof OracleException) {
                return (OracleException) cause;
            }
        }
        String message = String.valueOf(error.getMessage());
        return switch (error.getErrorCode()) {
            case ErrorCode.DUPLICATE_KEY_1 ->
                oracle(1, "unique constraint (" + uniqueConstraint(message) + ") violated", error);
            case ErrorCode.NULL_NOT_ALLOWED -> nullNotAllowed(message, kind, target, error);
            case ErrorCode.REFERENTIAL_INTEGRITY_VIOLATED_PARENT_MISSING_1 ->
                oracle(
                        2291,
                        "integrity constraint (" + constraint(message, target) + ") violated - parent key not found",
                        error);
            case ErrorCode.REFERENTIAL_INTEGRITY_VIOLATED_CHILD_EXISTS_1 ->
                oracle(
                        2292,
                        "integrity constraint (" + constraint(message, target) + ") violated - child record found",
                        error);
            case ErrorCode.CHECK_CONSTRAINT_VIOLATED_1, ErrorCode.CHECK_CONSTRAINT_INVALID ->
                oracle(2290, "check constraint (" + constraint(message, target) + ") violated", error);
            case ErrorCode.VALUE_TOO_LONG_2 -> tooLong(message, target, error);
            case ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE_1, ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE_2 -> tooPrecise(error);
            case ErrorCode.DATA_CONVERSION_ERROR_1 -> ConversionErrors.translate(message, error);
            case ErrorCode.INVALID_DATETIME_CONSTANT_2 ->
                oracle(1858, "a non-numeric character was found where a numeric was expected", error);
            case ErrorCode.DIVISION_BY_ZERO_1 -> oracle(1476, "divisor is equal to zero", error);
            case ErrorCode.TABLE_OR_VIEW_NOT_FOUND_1,
                    ErrorCode.TABLE_OR_VIEW_NOT_FOUND_WITH_CANDIDATES_2,
                    ErrorCode.TABLE_OR_VIEW_NOT_FOUND_DATABASE_EMPTY_1,
                    ErrorCode.SCHEMA_NOT_FOUND_1 -> oracle(942, "table or view does not exist", error);
            case ErrorCode.COLUMN_NOT_FOUND_1 ->
                oracle(904, TableName.quote(lastName(message)) + ": invalid identifier", error);
            case ErrorCode.FUNCTION_NOT_FOUND_1 ->
                oracle(904, TableName.quote(lastName(message)) + ": invalid identifier", error);
            case ErrorCode.TABLE_OR_VIEW_ALREADY_EXISTS_1,
                    ErrorCode.INDEX_ALREADY_EXISTS_1,
                    ErrorCode.SEQUENCE_ALREADY_EXISTS_1 ->
                oracle(955, "name is already used by an existing object", error);
            case ErrorCode.DUPLICATE_COLUMN_NAME_1 -> oracle(957, "duplicate column name", error);
            case ErrorCode.CONSTRAINT_ALREADY_EXISTS_1 ->
                oracle(2264, "name already used by an existing constraint", error);
            case ErrorCode.CONSTRAINT_NOT_FOUND_1 ->
                oracle(2443, "Cannot drop constraint  - nonexistent constraint", error);
            case ErrorCode.INDEX_NOT_FOUND_1 -> oracle(1418, "specified index does not exist", error);
            case ErrorCode.SEQUENCE_NOT_FOUND_1 -> oracle(2289, "sequence does not exist", error);
            case ErrorCode.COLUMN_COUNT_DOES_NOT_MATCH -> oracle(947, "not enough values", error);
            case ErrorCode.PARAMETER_NOT_SET_1 -> oracle(1008, "not all variables bound", error);
            case ErrorCode.SYNTAX_ERROR_1, ErrorCode.SYNTAX_ERROR_2 -> oracle(900, "invalid SQL statement", error);
            case ErrorCode.LOCK_TIMEOUT_1 -> oracle(LockLimit.NOWAIT.code(), LockLimit.NOWAIT.message(), error);
            case ErrorCode.CANNOT_TRUNCATE_1 ->
                oracle(2266, "unique/primary keys in table referenced by enabled foreign keys", error);
            case ErrorCode.DEADLOCK_1 -> oracle(60, "deadlock detected while waiting for resource", error);
            default -> oracle(3001, "unimplemented feature: " + message, error);
        };
    }

    private static OracleException oracle(int code, String text, SQLException cause) {
        return new OracleException(code, text, cause);
    }

    private static OracleException tooLong(String message, @Nullable TableName target, SQLException error) {
        if (message.contains("NUMERIC(") || message.contains("DECFLOAT(")) {
            return tooPrecise(error);
        }
        if (INTERVAL_COLUMN.matcher(message).find()) {
            return oracle(1873, "the leading precision of the interval is too small", error);
        }
        Matcher lengths = LENGTHS.matcher(message);
        String text = lengths.find() ? " (actual: " + lengths.group(2) + ", maximum: " + lengths.group(1) + ")" : "";
        return oracle(12899, "value too large for column " + column(message, target) + text, error);
    }

    private static String column(String message, @Nullable TableName target) {
        return (target == null ? "" : target.sql() + ".") + TableName.quote(lastName(message));
    }

    private static OracleException tooPrecise(SQLException error) {
        return oracle(1438, "value larger than specified precision allowed for this column", error);
    }

    private static OracleException nullNotAllowed(
            String message, StatementKind kind, @Nullable TableName target, SQLException error) {
        String column = column(message, target);
        return kind == StatementKind.UPDATE
                ? oracle(1407, "cannot update (" + column + ") to NULL", error)
                : oracle(1400, "cannot insert NULL into (" + column + ")", error);
    }

    /** The names in H2's message: they stand in quotes after a colon, or after the last opening quote. */
    private static List<Token> names(String message) {
        int start = message.indexOf('"');
        return Token.scan(start < 0 ? "" : message.substring(start + 1));
    }

    private static String lastName(String message) {
        List<Token> names = names(message);
        int at = 0;
        while (at + 2 < names.size()
                && names.get(at + 1).is(".")
                && names.get(at + 2).isName()) {
            at += 2;
        }
        return names.isEmpty() ? "" : names.get(at).name();
    }

    /** As in {@code "FK_CHILD: APP.CHILD FOREIGN KEY …"} or {@code "CK_CHILD: "}. */
    private static String constraint(String message, @Nullable TableName target) {
        List<Token> names = names(message);
        boolean ownerFollows =
                names.size() > 3 && names.get(1).is(":") && names.get(3).is(".");
        String owner = ownerFollows ? names.get(2).name() : target == null ? "" : target.owner();
        return owner + "." + lastName(message);
    }

    /** As in {@code "APP.PRIMARY_KEY_2 ON APP.T(ID) VALUES (…)"} or {@code "PRIMARY KEY ON APP.T(ID) …"}. */
    private String uniqueConstraint(String message) {
        List<Token> names = names(message);
        int on = 0;
        while (on < names.size() && !names.get(on).is("ON")) {
            on++;
        }
        TableName table = SqlStatement.nameAt(names, on + 1).orElse(new TableName("", ""));
        boolean unnamedKey =
                on == 2 && names.get(0).is("PRIMARY") && names.get(1).is("KEY");
        String index = unnamedKey || on == 0 ? "" : names.get(on - 1).name();
        String name = constraintNames.computeIfAbsent(table + " " + index, key -> find(table, index));
        return table.owner() + "." + name;
    }

    private String find(TableName table, String index) {
        String condition = index.isEmpty() ? "CONSTRAINT_TYPE = 'PRIMARY KEY'" : "INDEX_NAME = ?3";
        String select = "SELECT CONSTRAINT_NAME FROM INFORMATION_SCHEMA.TABLE_CONSTRAINTS"
                + " WHERE TABLE_SCHEMA = ?1 AND TABLE_NAME = ?2 AND " + condition;
        try (PreparedStatement statement = connection.prepareStatement(select)) {
            statement.setString(1, table.owner());
            statement.setString(2, table.table());
            if (!index.isEmpty()) {
                statement.setString(3, index);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getString(1) : index;
            }
        } catch (SQLException e) {
            return index;
        }
    }
}
