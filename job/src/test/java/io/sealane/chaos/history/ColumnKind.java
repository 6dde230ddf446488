package io.sealane.chaos.history;

/** The kinds of column in the histories: how each is declared on either side. */
public enum ColumnKind {
    INTEGER("bigint", "NUMBER(19)"),
    DECIMAL("numeric", "NUMBER"),
    TEXT("text", "VARCHAR2(400 CHAR)"),
    UUID("uuid", "VARCHAR2(36 CHAR)"),
    TIMESTAMP("timestamp", "TIMESTAMP(6)"),
    BOOLEAN("boolean", "NUMBER(1)"),
    /** Kept out of line and uncompressed at the source, so that an update which leaves it alone does not send it. */
    LONG_TEXT("text", "CLOB");

    private final String postgresType;
    private final String oracleType;

    ColumnKind(String postgresType, String oracleType) {
        this.postgresType = postgresType;
        this.oracleType = oracleType;
    }

    public String postgresType() {
        return postgresType;
    }

    public String oracleType() {
        return oracleType;
    }
}
