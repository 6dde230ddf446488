package io.sealane.standin.sql;

import java.util.List;
import java.util.Set;

/** One column of a CREATE TABLE or ALTER TABLE … ADD. */
record ColumnDefinition(String name, DeclaredType type, String h2Definition) {
    private static final Set<String> IGNORED =
            Set.of("ENABLE", "VALIDATE", "NOVALIDATE", "RELY", "NORELY", "VIRTUAL", "VISIBLE", "DEFERRABLE");

    static ColumnDefinition read(String sql, List<Token> tokens, TableName table, Release release)
            throws OracleException {
        String name = tokens.get(0).name();
        TypeReader reader = new TypeReader(tokens, 1, release);
        DeclaredType type = reader.read();
        StringBuilder definition = new StringBuilder(TableName.quote(name))
                .append(' ')
                .append(type.h2Type())
                .append(options(sql, tokens.subList(reader.end(), tokens.size())));
        type.check(table, name).ifPresent(check -> definition.append(' ').append(check));
        return new ColumnDefinition(name, type, definition.toString());
    }

    /**
     * Text of constraints and defaults without the storage and state clauses H2 does not know. Deferrable constraints are
     * thus checked at once: a limit of the stand-in.
     */
    static String options(String sql, List<Token> tokens) throws OracleException {
        StringBuilder text = new StringBuilder();
        int i = 0;
        while (i < tokens.size()) {
            Token token = tokens.get(i);
            if (token.is("DISABLE")) {
                throw OracleException.unimplemented("constraint created DISABLE");
            } else if (token.is("USING") && SqlStatement.isAt(tokens, i + 1, "INDEX")) {
                i = tokens.size() - 1;
            } else if (token.is("INITIALLY") || token.is("NOT") && SqlStatement.isAt(tokens, i + 1, "DEFERRABLE")) {
                i++;
            } else if (token.kind() != Token.Kind.WORD || !IGNORED.contains(token.name())) {
                text.append(' ').append(sql, token.start(), token.end());
            }
            i++;
        }
        return text.toString();
    }
}
