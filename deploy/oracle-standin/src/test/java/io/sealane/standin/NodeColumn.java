package io.sealane.standin;

import java.io.StringReader;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import oracle.jdbc.OraclePreparedStatement;
import oracle.sql.INTERVALDS;
import oracle.sql.INTERVALYM;

/** A column of every type: how ojdbc writes and reads it, and how node-oracledb binds it, with values as texts. */
enum NodeColumn {
    N("NUMBER", "NUMBER", NodeColumn::number, NodeColumn::setNumber, ResultSet::getString),
    P("NUMBER(38,10)", "NUMBER", NodeColumn::number, NodeColumn::setNumber, ResultSet::getString),
    I("NUMBER(18)", "NUMBER", NodeColumn::number, NodeColumn::setNumber, ResultSet::getString),
    F("FLOAT(126)", "NUMBER", NodeColumn::number, NodeColumn::setNumber, ResultSet::getString),
    V("VARCHAR2(40)", "VARCHAR", PreparedStatement::setString, ResultSet::getString),
    VC("VARCHAR2(1000 CHAR)", "VARCHAR", PreparedStatement::setString, ResultSet::getString),
    NV("NVARCHAR2(40)", "NVARCHAR", PreparedStatement::setNString, ResultSet::getNString),
    C("CHAR(5)", "CHAR", PreparedStatement::setString, ResultSet::getString),
    CC("CHAR(5 CHAR)", "VARCHAR", PreparedStatement::setString, ResultSet::getString),
    NC("NCHAR(5)", "NCHAR", PreparedStatement::setNString, ResultSet::getNString),
    D("DATE", "DATE", NodeColumn::setLocal, NodeColumn::local),
    TS("TIMESTAMP(9)", "TIMESTAMP", NodeColumn::setLocal, NodeColumn::local),
    TZ("TIMESTAMP(9) WITH TIME ZONE", "TIMESTAMP_TZ", NodeColumn::setZoned, NodeColumn::zoned),
    LTZ("TIMESTAMP(9) WITH LOCAL TIME ZONE", "TIMESTAMP_LTZ", NodeColumn::setZoned, NodeColumn::zoned),
    DS("INTERVAL DAY(9) TO SECOND(9)", "INTERVAL_DS", NodeColumn::setDaySecond, NodeColumn::daySecond),
    YM("INTERVAL YEAR(9) TO MONTH", "INTERVAL_YM", NodeColumn::setYearMonth, NodeColumn::yearMonth),
    R("RAW(2000)", "RAW", (s, i, text) -> s.setBytes(i, bytes(text)), (rows, i) -> hex(rows.getBytes(i))),
    BF(
            "BINARY_FLOAT",
            "BINARY_FLOAT",
            text -> Float.toString(Float.parseFloat(text)),
            (s, i, text) -> s.unwrap(OraclePreparedStatement.class).setBinaryFloat(i, Float.parseFloat(text)),
            (rows, i) -> Float.toString(rows.getFloat(i))),
    BD(
            "BINARY_DOUBLE",
            "BINARY_DOUBLE",
            text -> Double.toString(Double.parseDouble(text)),
            (s, i, text) -> s.unwrap(OraclePreparedStatement.class).setBinaryDouble(i, Double.parseDouble(text)),
            (rows, i) -> Double.toString(rows.getDouble(i))),
    /**
     * Not by setString: for what is longer than 32,766 characters ojdbc 23.26 sends two U+FFFD for a surrogate pair that
     * straddles a multiple of 8,192 characters.
     */
    CL("CLOB", "CLOB", (s, i, text) -> s.setClob(i, new StringReader(text)), ResultSet::getString),
    CLV("CLOB", "VARCHAR", PreparedStatement::setString, ResultSet::getString),
    NCL("NCLOB", "NCLOB", PreparedStatement::setNString, ResultSet::getNString),
    BL("BLOB", "BLOB", (s, i, text) -> s.setBytes(i, bytes(text)), (rows, i) -> hex(rows.getBytes(i))),
    B(
            "BOOLEAN",
            "BOOLEAN",
            (s, i, text) -> s.setBoolean(i, text.equals("true")),
            (rows, i) -> Boolean.toString(rows.getBoolean(i))),
    J("JSON", "VARCHAR", PreparedStatement::setString, ResultSet::getString),
    X("XMLTYPE", "VARCHAR", PreparedStatement::setString, ResultSet::getString);

    /** Binds a text as ojdbc binds the value that it stands for. */
    private interface Setter {
        void set(PreparedStatement statement, int index, String text) throws SQLException;
    }

    /** Reads a value that is not null as text. */
    private interface Getter {
        String get(ResultSet rows, int index) throws SQLException;
    }

    private final String declared;
    private final String nodeType;
    private final UnaryOperator<String> normal;
    private final Setter setter;
    private final Getter getter;

    NodeColumn(String declared, String nodeType, Setter setter, Getter getter) {
        this(declared, nodeType, UnaryOperator.identity(), setter, getter);
    }

    NodeColumn(String declared, String nodeType, UnaryOperator<String> normal, Setter setter, Getter getter) {
        this.declared = declared;
        this.nodeType = nodeType;
        this.normal = normal;
        this.setter = setter;
        this.getter = getter;
    }

    boolean isPadded() {
        return this == C || this == CC || this == NC;
    }

    String definition() {
        return name() + " " + declared;
    }

    String nodeType() {
        return nodeType;
    }

    /** The one form of a text that may be written in several. */
    String normal(String text) {
        return normal.apply(text);
    }

    void set(PreparedStatement statement, int index, String text) throws SQLException {
        setter.set(statement, index, text);
    }

    String get(ResultSet rows, int index) throws SQLException {
        return normal.apply(getter.get(rows, index));
    }

    private static String number(String text) {
        return new BigDecimal(text).stripTrailingZeros().toPlainString();
    }

    private static void setNumber(PreparedStatement statement, int index, String text) throws SQLException {
        statement.setBigDecimal(index, new BigDecimal(text));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static void setLocal(PreparedStatement statement, int index, String text) throws SQLException {
        statement.setObject(index, LocalDateTime.ofInstant(Instant.parse(text), ZoneOffset.UTC));
    }

    private static String local(ResultSet rows, int index) throws SQLException {
        return rows.getObject(index, LocalDateTime.class)
                .toInstant(ZoneOffset.UTC)
                .toString();
    }

    /** Through an offset of its own, which node-oracledb does not show. */
    private static void setZoned(PreparedStatement statement, int index, String text) throws SQLException {
        statement.setObject(index, Instant.parse(text).atOffset(ZoneOffset.ofHoursMinutes(-9, -30)));
    }

    private static String zoned(ResultSet rows, int index) throws SQLException {
        return rows.getObject(index, OffsetDateTime.class).toInstant().toString();
    }

    /** Days, hours, minutes, seconds and nanoseconds, all of one sign. */
    private static void setDaySecond(PreparedStatement statement, int index, String text) throws SQLException {
        String[] parts = text.replace("-", "").split(" ");
        String sign = text.contains("-") ? "-" : "";
        statement.setObject(
                index,
                new INTERVALDS(String.format(
                        "%s%s %s:%s:%s.%09d",
                        sign, parts[0], parts[1], parts[2], parts[3], Integer.parseInt(parts[4]))));
    }

    private static String daySecond(ResultSet rows, int index) throws SQLException {
        Duration value = rows.getObject(index, Duration.class);
        Duration size = value.abs();
        int sign = value.isNegative() ? -1 : 1;
        return sign * size.toDaysPart() + " " + sign * size.toHoursPart() + " " + sign * size.toMinutesPart() + " "
                + sign * size.toSecondsPart() + " " + sign * size.toNanosPart();
    }

    private static void setYearMonth(PreparedStatement statement, int index, String text) throws SQLException {
        String[] parts = text.replace("-", "").split(" ");
        statement.setObject(index, new INTERVALYM((text.contains("-") ? "-" : "") + parts[0] + "-" + parts[1]));
    }

    private static String yearMonth(ResultSet rows, int index) throws SQLException {
        long months = rows.getObject(index, Period.class).toTotalMonths();
        return months / 12 + " " + months % 12;
    }
}
