package io.sealane.oracle;

/** How a value is handed to the driver, and as what Java type {@link TypePair#read} gives it. */
public enum BindKind {
    /** {@code Long} or {@code BigDecimal}. */
    NUMBER,
    /** {@code Float}. As a plain float the driver would send a NUMBER, which is neither exact nor knows NaN. */
    BINARY_FLOAT,
    /** {@code Double}. */
    BINARY_DOUBLE,
    /** {@code String}. */
    VARCHAR,
    /** {@code String}; compared blank-padded when it is a key. */
    CHAR,
    /** {@code String} in the national character set. */
    NVARCHAR,
    /** {@code byte[]}. */
    RAW,
    /** {@code LocalDateTime} without a fraction. */
    DATE,
    /** {@code LocalDateTime}. */
    TIMESTAMP,
    /** {@code OffsetDateTime} in UTC. */
    TIMESTAMP_TZ,
    /** {@code Duration}. */
    INTERVAL_DS,
    /** {@code Period} of months alone. */
    INTERVAL_YM,
    /** {@code Boolean}. Never for a NUMBER: from 23ai on the driver sends a BOOLEAN. */
    BOOLEAN,
    /** {@code String}, bound like a CLOB. */
    JSON,
    /** {@code String}. */
    CLOB,
    /** {@code String} in the national character set. */
    NCLOB,
    /** {@code byte[]}. */
    BLOB;

    public boolean isLob() {
        return this == CLOB || this == NCLOB || this == BLOB || this == JSON;
    }
}
