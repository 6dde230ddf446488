package io.sealane.standin.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Turns Oracle's DDL into H2's and notes the declared types. Grammar: SQL Language Reference, "CREATE TABLE" and others. */
final class DdlRewriter {
    /** Database Reference, "Logical Database Limits". */
    private static final int MOST_COLUMNS = 1000;

    private final String sql;
    private final List<Token> tokens;
    private final String schema;
    private final Release release;

    DdlRewriter(SqlStatement statement, String schema, Release release) {
        this.sql = statement.text();
        this.tokens = statement.tokens();
        this.schema = schema;
        this.release = release;
    }

    DdlPlan rewrite() throws OracleException {
        return switch (tokens.get(0).name()) {
            case "CREATE" -> create();
            case "DROP" -> drop();
            case "TRUNCATE" -> DdlPlan.of("TRUNCATE TABLE " + tableAt(2).sql());
            case "ALTER" -> alter();
            // The stand-in has no privileges: every user may do everything. ANALYZE has nothing to gather.
            case "GRANT", "REVOKE", "ANALYZE" -> DdlPlan.nothing();
            case "RENAME" -> renameTable(tableAt(1), tableAt(3));
            default -> DdlPlan.of(sql);
        };
    }

    private TableName tableAt(int index) throws OracleException {
        TableName name =
                SqlStatement.nameAt(tokens, index).orElseThrow(() -> new OracleException(903, "invalid table name"));
        return name.owner().isEmpty() ? new TableName(schema, name.table()) : name;
    }

    private boolean is(int index, String word) {
        return SqlStatement.isAt(tokens, index, word);
    }

    private DdlPlan create() throws OracleException {
        int at = 1;
        while (is(at, "GLOBAL") || is(at, "TEMPORARY")) {
            at++;
        }
        if (is(at, "TABLE")) {
            return createTable(at + 1, at > 1);
        }
        if (is(1, "INDEX") || is(2, "INDEX")) {
            return DdlPlan.of(sql.substring(0, closing(firstParenthesis(0)).end()));
        }
        if (is(1, "TRIGGER") || is(3, "TRIGGER") || is(1, "USER") || is(1, "TABLESPACE")) {
            throw OracleException.unimplemented("CREATE " + tokens.get(1).text());
        }
        return DdlPlan.of(sql);
    }

    private DdlPlan createTable(int nameAt, boolean temporary) throws OracleException {
        TableName table = tableAt(nameAt);
        int open = firstParenthesis(nameAt);
        int asSelect = nameAt + SqlStatement.nameTokens(tokens, nameAt);
        if (is(asSelect, "AS")) {
            return DdlPlan.of(sql);
        }
        List<ColumnDefinition> columns = new ArrayList<>();
        List<String> elements = new ArrayList<>();
        for (List<Token> element : elements(open)) {
            if (isConstraint(element)) {
                elements.add(ColumnDefinition.options(sql, element));
            } else {
                ColumnDefinition column = ColumnDefinition.read(sql, element, table, release);
                columns.add(column);
                elements.add(column.h2Definition());
            }
        }
        if (columns.size() > MOST_COLUMNS) {
            throw new OracleException(1792, "maximum number of columns in a table or view is 1000");
        }
        String head = temporary ? "CREATE GLOBAL TEMPORARY TABLE " : "CREATE TABLE ";
        List<String> statements = new ArrayList<>();
        statements.add(head + table.sql() + " (" + String.join(", ", elements) + ")");
        round(table, columns, statements);
        return new DdlPlan(statements, (catalogue, connection) -> {
            catalogue.forget(connection, table);
            for (ColumnDefinition column : columns) {
                catalogue.declare(connection, table, column.name(), column.type());
            }
        });
    }

    private static void round(TableName table, List<ColumnDefinition> columns, List<String> statements) {
        if (columns.stream().anyMatch(column -> column.type().roundsToTens())) {
            statements.add(RoundToTens.createOn(table));
        }
    }

    private static boolean isConstraint(List<Token> element) {
        Token first = element.get(0);
        return first.is("CONSTRAINT")
                || first.is("PRIMARY")
                || first.is("UNIQUE")
                || first.is("FOREIGN")
                || first.is("CHECK");
    }

    private int firstParenthesis(int from) throws OracleException {
        for (int i = from; i < tokens.size(); i++) {
            if (is(i, "(")) {
                return i;
            }
        }
        throw new OracleException(906, "missing left parenthesis");
    }

    private Token closing(int open) throws OracleException {
        List<List<Token>> parts = elements(open);
        List<Token> last = parts.get(parts.size() - 1);
        int index = tokens.indexOf(last.get(last.size() - 1)) + 1;
        return tokens.get(index);
    }

    /** The parts between a parenthesis and its partner, cut at the commas in between. */
    private List<List<Token>> elements(int open) throws OracleException {
        List<List<Token>> elements = new ArrayList<>();
        int depth = 0;
        int from = open + 1;
        for (int i = open; i < tokens.size(); i++) {
            depth += is(i, "(") ? 1 : is(i, ")") ? -1 : 0;
            boolean end = depth == 0;
            if (end || depth == 1 && is(i, ",")) {
                if (i == from) {
                    throw new OracleException(904, ": invalid identifier");
                }
                elements.add(tokens.subList(from, i));
                from = i + 1;
            }
            if (end) {
                return elements;
            }
        }
        throw new OracleException(907, "missing right parenthesis");
    }

    private DdlPlan drop() throws OracleException {
        if (!is(1, "TABLE")) {
            return DdlPlan.of(sql);
        }
        TableName table = tableAt(2);
        String cascade = tokens.stream().anyMatch(token -> token.is("CASCADE")) ? " CASCADE" : "";
        return new DdlPlan(
                List.of("DROP TABLE " + table.sql() + cascade),
                (catalogue, connection) -> catalogue.forget(connection, table));
    }

    private DdlPlan alter() throws OracleException {
        if (!is(1, "TABLE")) {
            return DdlPlan.of(sql);
        }
        TableName table = tableAt(2);
        int at = 2 + SqlStatement.nameTokens(tokens, 2);
        if (is(at, "ADD")) {
            return add(table, at + 1);
        }
        if (is(at, "MODIFY")) {
            return modify(table, at + 1);
        }
        if (is(at, "RENAME") && is(at + 1, "TO")) {
            return renameTable(table, tableAt(at + 2));
        }
        if (is(at, "RENAME") && is(at + 1, "COLUMN")) {
            return renameColumn(table, tokens.get(at + 2), tokens.get(at + 4));
        }
        if (is(at, "DISABLE") || is(at, "ENABLE")) {
            throw OracleException.unimplemented("ALTER TABLE " + tokens.get(at).text());
        }
        return DdlPlan.of(sql);
    }

    private DdlPlan add(TableName table, int at) throws OracleException {
        List<List<Token>> elements = is(at, "(") ? elements(at) : List.of(tokens.subList(at, tokens.size()));
        List<String> statements = new ArrayList<>();
        List<ColumnDefinition> columns = new ArrayList<>();
        for (List<Token> element : elements) {
            if (isConstraint(element)) {
                statements.add("ALTER TABLE " + table.sql() + " ADD" + ColumnDefinition.options(sql, element));
            } else {
                ColumnDefinition column = ColumnDefinition.read(sql, element, table, release);
                columns.add(column);
                statements.add("ALTER TABLE " + table.sql() + " ADD COLUMN " + column.h2Definition());
            }
        }
        round(table, columns, statements);
        return new DdlPlan(statements, (catalogue, connection) -> {
            for (ColumnDefinition column : columns) {
                catalogue.declare(connection, table, column.name(), column.type());
            }
        });
    }

    /** Only NOT NULL, NULL and DEFAULT: a changed type would need its length check replaced too. */
    private DdlPlan modify(TableName table, int at) throws OracleException {
        List<List<Token>> elements = is(at, "(") ? elements(at) : List.of(tokens.subList(at, tokens.size()));
        List<String> statements = new ArrayList<>();
        for (List<Token> element : elements) {
            String change = element.stream().skip(1).map(Token::text).collect(Collectors.joining(" "));
            if (!change.toUpperCase(java.util.Locale.ROOT).matches("(NOT )?NULL|DEFAULT .*")) {
                throw OracleException.unimplemented("ALTER TABLE MODIFY " + change);
            }
            statements.add("ALTER TABLE " + table.sql() + " ALTER COLUMN "
                    + TableName.quote(element.get(0).name()) + " SET " + change);
        }
        return new DdlPlan(statements, (catalogue, connection) -> {});
    }

    private DdlPlan renameTable(TableName from, TableName to) {
        return new DdlPlan(
                List.of("ALTER TABLE " + from.sql() + " RENAME TO " + TableName.quote(to.table())),
                (catalogue, connection) -> catalogue.renameTable(connection, from, to));
    }

    private DdlPlan renameColumn(TableName table, Token from, Token to) {
        String statement = "ALTER TABLE " + table.sql() + " ALTER COLUMN " + TableName.quote(from.name())
                + " RENAME TO " + TableName.quote(to.name());
        return new DdlPlan(
                List.of(statement),
                (catalogue, connection) -> catalogue.renameColumn(connection, table, from.name(), to.name()));
    }
}
