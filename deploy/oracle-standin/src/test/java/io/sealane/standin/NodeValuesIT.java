package io.sealane.standin;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.sealane.standin.NodeClient.bind;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Values of every type written by ojdbc and read by node-oracledb, and the other way: an encoding that ojdbc and the
 * stand-in have wrong in the same way cannot be right for a client that shares no code with either.
 */
class NodeValuesIT {
    private static final String EVERY_LENGTH = "a\u00e9\u20ac\ud83d\ude00";
    private static final String LARGE_TEXT = ("0123456789\u00e9\u56fd\ud83d\ude00\n").repeat(70_000);
    private static final String LARGE_BINARY = largeBinary();
    private static Fixture fixture;
    private static Connection ojdbc;
    private static NodeClient node;

    @BeforeAll
    static void start() throws Exception {
        fixture = new Fixture(OracleStandIn.builder().version(23));
        node = NodeClient.start(fixture.standIn());
        String columns =
                Arrays.stream(NodeColumn.values()).map(NodeColumn::definition).collect(joining(", "));
        fixture.run("CREATE TABLE T (ID NUMBER(10) PRIMARY KEY, " + columns + ")");
        ojdbc = fixture.connect();
        node.open("a");
    }

    private static String largeBinary() {
        byte[] bytes = new byte[2_000_000];
        new Random(7).nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @AfterAll
    static void stop() throws SQLException, IOException {
        if (node != null) {
            node.close();
        }
        if (ojdbc != null) {
            ojdbc.close();
        }
        fixture.close();
    }

    @BeforeEach
    void empty() throws SQLException {
        Fixture.update(ojdbc, "DELETE FROM T");
        ojdbc.commit();
    }

    /** What both clients can write. */
    private static List<String> texts(NodeColumn column) {
        return switch (column) {
            case N ->
                List.of(
                        "0",
                        "1",
                        "-1",
                        "100",
                        "-100",
                        "99",
                        "-99",
                        "0.01",
                        "-0.01",
                        "123.4",
                        "-1234.5678",
                        "12345678901234567890123456789012345678",
                        "-99999999999999999999999999999999999999",
                        "1e125",
                        "-1e125",
                        "1e-130",
                        "-1e-130",
                        "-9.99e125");
            case P -> List.of("0.0000000001", "-1234.5", "9999999999999999999999999999");
            case I -> List.of("999999999999999999", "-999999999999999999", "10");
            case F -> List.of("1.5", "-2.25e-20");
            case V -> List.of(EVERY_LENGTH, " ", "trailing  ", "line\n", "'");
            case VC -> List.of("\ud83d\ude00".repeat(250), "\u00e9".repeat(126), "x".repeat(1000));
            case NV -> List.of(EVERY_LENGTH, "\u4e2d\u6587", "trailing  ");
            case C -> List.of("five!", "ab   ", "\u20ac  ", "     ");
            case CC -> List.of("\u20ac    ", "\u00e9\u00e9\u00e9\u00e9\u00e9");
            case NC -> List.of("\u20ac    ", "\u4e2d\u6587   ");
            case D ->
                List.of(
                        "2024-02-29T23:59:58Z",
                        "1970-01-01T00:00:00Z",
                        "1969-12-31T23:59:59Z",
                        "9999-12-31T23:59:59Z",
                        "1582-10-15T00:00:00Z",
                        "0101-01-01T00:00:00Z",
                        "2000-01-01T00:00:00Z",
                        "1999-12-31T12:30:00Z");
            case TS -> List.of("2024-02-29T23:59:58.001Z", "9999-12-31T23:59:59.999Z", "1800-06-01T01:02:03Z");
            case TZ -> List.of("2024-02-29T23:59:58.120Z", "2024-01-01T00:00:00Z", "1900-12-31T20:00:00Z");
            case LTZ -> List.of("2024-02-29T23:59:58.120Z", "2024-01-01T00:00:00Z");
            case DS ->
                List.of(
                        "0 0 0 0 0",
                        "12 3 4 5 678000000",
                        "-1 -2 -3 -4 -500000001",
                        "999999999 23 59 59 999999999",
                        "0 0 0 -1 0",
                        "0 0 0 0 -1");
            case YM -> List.of("0 0", "12 11", "-1 -11", "999999999 11", "0 -1");
            case R -> List.of("00", "ff", "00ff10", "ab".repeat(2000));
            case BF -> List.of("0", "1.5", "-1.5", "0.1", "3.4028235E38", "1.4E-45", "NaN", "Infinity", "-Infinity");
            case BD ->
                List.of(
                        "0",
                        "1.5",
                        "-1.5",
                        "0.1",
                        "1.7976931348623157E308",
                        "4.9E-324",
                        "NaN",
                        "Infinity",
                        "-Infinity");
            case CL -> List.of(EVERY_LENGTH, "x".repeat(4001), LARGE_TEXT);
            case CLV -> List.of(EVERY_LENGTH, "\u20ac".repeat(2000), "x".repeat(32_000));
            case NCL -> List.of(EVERY_LENGTH, "\u20ac".repeat(4001), LARGE_TEXT);
            case BL -> List.of("00", "00ff10", LARGE_BINARY);
            case B -> List.of("true", "false");
            case J -> List.of("{\"a\":[1,\"" + EVERY_LENGTH + "\",null]}");
            case X -> List.of("<a b=\"1\">" + EVERY_LENGTH + "</a>");
        };
    }

    /** What no JavaScript number can hold, or what node-oracledb refuses to send. */
    private static List<String> textsOfOjdbcAlone(NodeColumn column) {
        return switch (column) {
            case N ->
                List.of(
                        "0.1234567890123456789012345678901234567",
                        "-12345678901234567890.123456789012345678",
                        "9.9999999999999999999999999999999999999e125",
                        "9.99e-129");
            case P -> List.of("-1234567890123456789012345678.0987654321");
            default -> List.of();
        };
    }

    /** The one form of a text, and of a large one no more than tells it from others. */
    private static String shown(NodeColumn column, String text) {
        String normal = column.normal(text);
        return normal.length() < 200 ? normal : normal.length() + " characters with the hash " + normal.hashCode();
    }

    private static List<String> shown(NodeColumn column, Stream<String> texts) {
        return texts.map(text -> shown(column, text)).toList();
    }

    @ParameterizedTest
    @EnumSource
    void writtenByOjdbcIsReadByNode(NodeColumn column) throws SQLException {
        List<String> texts = Stream.of(texts(column), textsOfOjdbcAlone(column))
                .flatMap(List::stream)
                .toList();
        write(column, texts);

        assertThat(shown(column, readByNode(column).map(NodeValuesIT::withoutZeroMilliseconds)))
                .isEqualTo(shown(column, texts.stream()));
    }

    private static void write(NodeColumn column, List<String> texts) throws SQLException {
        try (PreparedStatement insert = ojdbc.prepareStatement("INSERT INTO T (ID, " + column + ") VALUES (?, ?)")) {
            for (int i = 0; i < texts.size(); i++) {
                insert.setInt(1, i);
                column.set(insert, 2, texts.get(i));
                insert.executeUpdate();
            }
        }
        ojdbc.commit();
    }

    private static Stream<@Nullable String> readByNode(NodeColumn column) {
        return node.execute("a", "SELECT " + column + " FROM T ORDER BY ID").rows().stream()
                .map(row -> row.get(0));
    }

    /** JavaScript always prints milliseconds, Java those that are not zero. */
    private static String withoutZeroMilliseconds(String text) {
        return text.endsWith(".000Z") ? text.replace(".000Z", "Z") : text;
    }

    @ParameterizedTest
    @EnumSource
    void writtenByNodeIsReadByOjdbc(NodeColumn column) throws SQLException {
        List<String> texts = texts(column);
        for (int i = 0; i < texts.size(); i++) {
            node.execute(
                    "a",
                    "INSERT INTO T (ID, " + column + ") VALUES (:1, :2)",
                    bind("NUMBER", Integer.toString(i)),
                    bind(column.nodeType(), texts.get(i)));
        }
        node.commit("a");

        assertThat(shown(column, read(ojdbc, column))).isEqualTo(shown(column, texts.stream()));
        try (Connection store = fixture.standIn().openH2()) {
            assertThat(shown(column, read(store, column).map(text -> unpadded(column, text))))
                    .as("what the stand-in took the bytes for")
                    .isEqualTo(shown(column, texts.stream().map(text -> unpadded(column, text))));
        }
    }

    private static Stream<String> read(Connection connection, NodeColumn column) throws SQLException {
        List<String> read = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT " + column + " FROM APP.T ORDER BY ID");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                read.add(column.get(rows, 1));
            }
        }
        return read.stream();
    }

    /** H2 pads to characters, Oracle to bytes. */
    private static String unpadded(NodeColumn column, String text) {
        return column.isPadded() ? text.stripTrailing() : text;
    }

    @ParameterizedTest
    @EnumSource
    void nullOfEitherClientIsNullToTheOther(NodeColumn column) throws SQLException {
        Fixture.update(ojdbc, "INSERT INTO T (ID, " + column + ") VALUES (1, NULL)");
        ojdbc.commit();
        node.execute("a", "INSERT INTO T (ID, " + column + ") VALUES (2, :1)", bind(column.nodeType(), null));
        node.commit("a");

        assertThat(readByNode(column)).containsExactly(null, null);
        try (PreparedStatement select = ojdbc.prepareStatement("SELECT " + column + " FROM T WHERE ID = 2");
                ResultSet rows = select.executeQuery()) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getObject(1)).isNull();
        }
    }

    /** What the columns are, as the client sees it; JSON and XMLTYPE are texts here. */
    @Test
    void columnsAreDescribedAsDeclared() {
        JsonNode columns = node.execute(
                        "a", "SELECT N, P, V, NV, C, D, TS, TZ, LTZ, DS, YM, R, BF, BD, CL, NCL, BL, B, J" + " FROM T")
                .json()
                .path("columns");

        assertThat(columns.findValuesAsText("dbTypeName"))
                .containsExactly(
                        "NUMBER",
                        "NUMBER",
                        "VARCHAR2",
                        "NVARCHAR2",
                        "CHAR",
                        "DATE",
                        "TIMESTAMP",
                        "TIMESTAMP WITH TIME ZONE",
                        "TIMESTAMP WITH LOCAL TIME ZONE",
                        "INTERVAL DAY TO SECOND",
                        "INTERVAL YEAR TO MONTH",
                        "RAW",
                        "BINARY_FLOAT",
                        "BINARY_DOUBLE",
                        "CLOB",
                        "NCLOB",
                        "BLOB",
                        "BOOLEAN",
                        "CLOB");
        assertThat(columns.findValues("precision")).extracting(JsonNode::asInt).containsExactly(0, 38, 9, 9, 9);
        assertThat(columns.findValues("scale")).extracting(JsonNode::asInt).containsExactly(-127, 10);
        assertThat(columns.findValues("byteSize")).extracting(JsonNode::asInt).containsExactly(40, 40, 5, 2000);
    }

    @Test
    void fractionsBeyondMillisecondsAreCutByNodeAlone() throws SQLException {
        write(NodeColumn.TS, List.of("2024-02-29T23:59:58.123456789Z"));

        assertThat(node.execute("a", "SELECT TS, TO_CHAR(TS, 'FF9') FROM T").rows())
                .containsExactly(List.of("2024-02-29T23:59:58.123Z", "123456789"));
    }
}
