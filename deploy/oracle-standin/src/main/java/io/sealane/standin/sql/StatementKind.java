package io.sealane.standin.sql;

/** What a statement does, as far as its answer depends on it. */
public enum StatementKind {
    QUERY,
    INSERT,
    UPDATE,
    DELETE,
    MERGE,
    DDL,
    /** ALTER SESSION, SET TRANSACTION, SET CONSTRAINTS and the like. */
    SESSION,
    SAVEPOINT,
    COMMIT,
    ROLLBACK,
    BLOCK,
    UNKNOWN;

    public boolean changesRows() {
        return this == INSERT || this == UPDATE || this == DELETE || this == MERGE;
    }

    static StatementKind of(Token first) {
        return switch (first.name()) {
            case "SELECT", "WITH", "(" -> QUERY;
            case "INSERT" -> INSERT;
            case "UPDATE" -> UPDATE;
            case "DELETE" -> DELETE;
            case "MERGE" -> MERGE;
            case "CREATE", "DROP", "TRUNCATE", "COMMENT", "GRANT", "REVOKE", "RENAME", "ANALYZE", "ALTER" -> DDL;
            case "SET" -> SESSION;
            case "SAVEPOINT" -> SAVEPOINT;
            case "COMMIT" -> COMMIT;
            case "ROLLBACK" -> ROLLBACK;
            case "BEGIN", "DECLARE", "CALL" -> BLOCK;
            default -> UNKNOWN;
        };
    }
}
