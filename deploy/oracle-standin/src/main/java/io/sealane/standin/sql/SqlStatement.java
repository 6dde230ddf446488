package io.sealane.standin.sql;

import io.sealane.standin.sql.Token.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * One statement as far as the stand-in reads it: its kind, the table it changes, how long it waits for locks, and its
 * text cut at the bind variables, so that H2's {@code ?1} can stand for Oracle's {@code :1}.
 */
public final class SqlStatement {
    private static final int LARGEST_NAME_BYTES = 128;

    /** Words that H2 does not know and what says the same. */
    private static final Map<String, String> REPLACEMENTS = Map.of(
            "DBTIMEZONE", "\"SYS\".\"DATABASE_TIME_ZONE\"()",
            "SESSIONTIMEZONE", "\"SYS\".\"SESSION_TIME_ZONE\"()");

    private static final List<String> TABLE_FOLLOWS = List.of("UPDATE", "INTO", "FROM", "JOIN", "USING");

    private final String text;
    private final StatementKind kind;
    private final List<Token> tokens;
    private final List<String> pieces = new ArrayList<>();
    private final List<Integer> bindNumbers = new ArrayList<>();
    private final List<BindPlaces.Place> places;
    private final List<TableName> tables;
    private final LockLimit lockLimit;
    private final boolean lockingQuery;

    private SqlStatement(String text, List<Token> tokens, StatementKind kind) {
        this.text = text;
        this.tokens = tokens;
        this.kind = kind;
        places = BindPlaces.of(tokens);
        tables = tables(tokens);
        int forUpdate = kind == StatementKind.QUERY ? forUpdateAt(tokens) : -1;
        lockingQuery = forUpdate >= 0;
        lockLimit = lockingQuery ? lockLimit(forUpdate) : LockLimit.NONE;
        cut(lockingQuery ? tokens.get(forUpdate + 1).end() : text.length());
    }

    public static SqlStatement parse(String sql) throws OracleException {
        List<Token> tokens = Token.scan(sql);
        if (tokens.isEmpty()) {
            throw new OracleException(900, "invalid SQL statement");
        }
        requireShortNames(tokens);
        StatementKind kind = StatementKind.of(tokens.get(0));
        if (kind == StatementKind.DDL && tokens.get(0).is("ALTER") && isAt(tokens, 1, "SESSION")) {
            kind = StatementKind.SESSION;
        }
        if (kind == StatementKind.UNKNOWN) {
            throw OracleException.unimplemented(tokens.get(0).text() + " statement");
        }
        return new SqlStatement(sql, tokens, kind);
    }

    /** SQL Language Reference, "Database Object Naming Rules": 128 bytes, with COMPATIBLE of 12.2 or higher. */
    private static void requireShortNames(List<Token> tokens) throws OracleException {
        for (Token token : tokens) {
            if (token.isName()
                    && token.text().length() > LARGEST_NAME_BYTES / 4
                    && token.name().getBytes(StandardCharsets.UTF_8).length > LARGEST_NAME_BYTES) {
                throw new OracleException(972, "identifier " + token.name() + " is too long");
            }
        }
    }

    private static int forUpdateAt(List<Token> tokens) {
        for (int i = tokens.size() - 2; i >= 0; i--) {
            if (tokens.get(i).is("FOR") && tokens.get(i + 1).is("UPDATE")) {
                return i;
            }
        }
        return -1;
    }

    private LockLimit lockLimit(int forUpdate) {
        for (int i = forUpdate + 2; i < tokens.size(); i++) {
            if (tokens.get(i).is("NOWAIT")) {
                return LockLimit.NOWAIT;
            }
            if (tokens.get(i).is("WAIT") && i + 1 < tokens.size()) {
                return LockLimit.seconds(Long.parseLong(tokens.get(i + 1).text()));
            }
        }
        return LockLimit.NONE;
    }

    private void cut(int end) {
        List<String> names = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        int from = 0;
        for (Token token : tokens) {
            String replacement = token.kind() == Kind.WORD ? REPLACEMENTS.get(token.name()) : null;
            if (replacement != null) {
                piece.append(text, from, token.start()).append(replacement);
                from = token.end();
            }
            if (token.kind() == Kind.BIND && token.end() <= end) {
                pieces.add(piece.append(text, from, token.start()).toString());
                piece.setLength(0);
                from = token.end();
                if (!names.contains(token.text())) {
                    names.add(token.text());
                }
                bindNumbers.add(names.indexOf(token.text()) + 1);
            }
        }
        String tail = isAt(tokens, tokens.size() - 1, "LOCKED") ? " SKIP LOCKED" : "";
        pieces.add(
                piece.append(text, from, end).append(lockingQuery ? tail : "").toString());
    }

    static boolean isAt(List<Token> tokens, int index, String word) {
        return index >= 0 && index < tokens.size() && tokens.get(index).is(word);
    }

    public StatementKind kind() {
        return kind;
    }

    public String text() {
        return text;
    }

    List<Token> tokens() {
        return tokens;
    }

    LockLimit lockLimit() {
        return lockLimit;
    }

    /** Whether the statement is a SELECT … FOR UPDATE, which opens a transaction. */
    public boolean locksRows() {
        return lockingQuery;
    }

    /** The text for H2, with what {@code bind} says for each bind number (from 1). */
    String sqlWith(IntFunction<String> bind) {
        StringBuilder sql = new StringBuilder(pieces.get(0));
        for (int i = 0; i < bindNumbers.size(); i++) {
            sql.append(bind.apply(bindNumbers.get(i))).append(pieces.get(i + 1));
        }
        return sql.toString();
    }

    /** The place of a bind by its number (from 1). */
    BindPlaces.Place placeOf(int number) {
        int at = bindNumbers.indexOf(number);
        return at < 0 ? BindPlaces.Place.UNKNOWN : places.get(at);
    }

    /** The tables that the statement names after UPDATE, INTO, FROM, JOIN and USING. */
    List<TableName> tables() {
        return tables;
    }

    private static List<TableName> tables(List<Token> tokens) {
        List<TableName> tables = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            if (TABLE_FOLLOWS.stream().anyMatch(tokens.get(i)::is)) {
                nameAt(tokens, i + 1).ifPresent(tables::add);
            }
        }
        return tables;
    }

    /** Whether rows come from a query and not from VALUES. */
    public boolean selects() {
        return tokens.stream().anyMatch(token -> token.is("SELECT"));
    }

    /** The table that an INSERT, UPDATE, DELETE or MERGE changes; its owner is empty where the statement names none. */
    public Optional<TableName> target() {
        if (!kind.changesRows()) {
            return Optional.empty();
        }
        int at = 1;
        while (isAt(tokens, at, "INTO") || isAt(tokens, at, "FROM") || isAt(tokens, at, "ONLY")) {
            at++;
        }
        return nameAt(tokens, at);
    }

    /** The table name at the given token, its owner empty where the text names none. */
    static Optional<TableName> nameAt(List<Token> tokens, int at) {
        if (at >= tokens.size() || !tokens.get(at).isName()) {
            return Optional.empty();
        }
        boolean qualified = isAt(tokens, at + 1, ".") && at + 2 < tokens.size();
        return Optional.of(
                qualified
                        ? new TableName(
                                tokens.get(at).name(), tokens.get(at + 2).name())
                        : new TableName("", tokens.get(at).name()));
    }

    /** How many tokens {@link #nameAt} took. */
    static int nameTokens(List<Token> tokens, int at) {
        return isAt(tokens, at + 1, ".") ? 3 : 1;
    }
}
