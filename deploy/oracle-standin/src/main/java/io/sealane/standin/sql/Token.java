package io.sealane.standin.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A piece of SQL text that matters: comments and white space do not. */
record Token(Kind kind, String text, int start, int end) {
    enum Kind {
        WORD,
        QUOTED,
        STRING,
        NUMBER,
        BIND,
        SYMBOL
    }

    boolean is(String word) {
        return kind == Kind.WORD ? text.equalsIgnoreCase(word) : kind == Kind.SYMBOL && text.equals(word);
    }

    boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED;
    }

    /** The identifier's name as the dictionary holds it. */
    String name() {
        return kind == Kind.QUOTED ? text.substring(1, text.length() - 1) : text.toUpperCase(Locale.ROOT);
    }

    static List<Token> scan(String sql) {
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        while (at < sql.length()) {
            int end = skipped(sql, at);
            if (end > at) {
                at = end;
                continue;
            }
            Token token = next(sql, at);
            tokens.add(token);
            at = token.end;
        }
        return tokens;
    }

    private static int skipped(String sql, int at) {
        if (Character.isWhitespace(sql.charAt(at))) {
            return at + 1;
        }
        if (sql.startsWith("--", at)) {
            int end = sql.indexOf('\n', at);
            return end < 0 ? sql.length() : end + 1;
        }
        if (sql.startsWith("/*", at)) {
            int end = sql.indexOf("*/", at + 2);
            return end < 0 ? sql.length() : end + 2;
        }
        return at;
    }

    private static Token next(String sql, int at) {
        char c = sql.charAt(at);
        if (c == '\'' || c == '"') {
            return token(c == '"' ? Kind.QUOTED : Kind.STRING, sql, at, quotedEnd(sql, at, c));
        }
        if (Character.isDigit(c) || c == '.' && at + 1 < sql.length() && Character.isDigit(sql.charAt(at + 1))) {
            return token(Kind.NUMBER, sql, at, numberEnd(sql, at));
        }
        if (Character.isJavaIdentifierStart(c)) {
            return token(Kind.WORD, sql, at, wordEnd(sql, at));
        }
        if (c == ':' && at + 1 < sql.length() && Character.isJavaIdentifierPart(sql.charAt(at + 1))) {
            return token(Kind.BIND, sql, at, wordEnd(sql, at + 1));
        }
        return token(Kind.SYMBOL, sql, at, sql.startsWith(":=", at) ? at + 2 : at + 1);
    }

    private static Token token(Kind kind, String sql, int start, int end) {
        return new Token(kind, sql.substring(start, end), start, end);
    }

    private static int quotedEnd(String sql, int start, char quote) {
        int at = start + 1;
        while (at < sql.length()) {
            if (sql.charAt(at) != quote) {
                at++;
            } else if (at + 1 < sql.length() && sql.charAt(at + 1) == quote && quote == '\'') {
                at += 2;
            } else {
                return at + 1;
            }
        }
        return sql.length();
    }

    private static int wordEnd(String sql, int start) {
        int at = start;
        while (at < sql.length() && (Character.isJavaIdentifierPart(sql.charAt(at)) || sql.charAt(at) == '#')) {
            at++;
        }
        return at;
    }

    private static int numberEnd(String sql, int start) {
        int at = start;
        while (at < sql.length() && (Character.isLetterOrDigit(sql.charAt(at)) || sql.charAt(at) == '.')) {
            boolean exponent = Character.toUpperCase(sql.charAt(at)) == 'E';
            at++;
            if (exponent && at < sql.length() && (sql.charAt(at) == '-' || sql.charAt(at) == '+')) {
                at++;
            }
        }
        return at;
    }
}
