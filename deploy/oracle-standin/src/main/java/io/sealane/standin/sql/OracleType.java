package io.sealane.standin.sql;

/** The built-in types that the stand-in keeps. */
public enum OracleType {
    VARCHAR2("VARCHAR2"),
    NVARCHAR2("NVARCHAR2"),
    CHAR("CHAR"),
    NCHAR("NCHAR"),
    NUMBER("NUMBER"),
    FLOAT("FLOAT"),
    BINARY_FLOAT("BINARY_FLOAT"),
    BINARY_DOUBLE("BINARY_DOUBLE"),
    DATE("DATE"),
    TIMESTAMP("TIMESTAMP"),
    TIMESTAMP_TZ("TIMESTAMP WITH TIME ZONE"),
    TIMESTAMP_LTZ("TIMESTAMP WITH LOCAL TIME ZONE"),
    INTERVAL_YM("INTERVAL YEAR TO MONTH"),
    INTERVAL_DS("INTERVAL DAY TO SECOND"),
    RAW("RAW"),
    CLOB("CLOB"),
    NCLOB("NCLOB"),
    BLOB("BLOB"),
    BOOLEAN("BOOLEAN"),
    JSON("JSON"),
    XMLTYPE("XMLTYPE");

    private final String title;

    OracleType(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    public boolean isNational() {
        return this == NVARCHAR2 || this == NCHAR || this == NCLOB;
    }
}
