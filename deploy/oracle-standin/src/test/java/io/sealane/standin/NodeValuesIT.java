package io.sealane.standin;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
    private static Fixture fixture;
    private static @Nullable String obstacle;
    private static Connection ojdbc;
    private static NodeClient node;

    @BeforeAll
    static void start() throws Exception {
        fixture = new Fixture(OracleStandIn.builder().version(23));
        obstacle = NodeClient.obstacle();
        if (obstacle != null) {
            return;
        }
        node = NodeClient.start(fixture.standIn());
        String columns =
                Arrays.stream(NodeColumn.values()).map(NodeColumn::definition).collect(joining(", "));
        fixture.run("CREATE TABLE T (ID NUMBER(10) PRIMARY KEY, " + columns + ")");
        ojdbc = fixture.connect();
        node.open("a");
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
        NodeClient.assumeNone(obstacle);
        Fixture.update(ojdbc, "DELETE FROM T");
        ojdbc.commit();
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
        List<String> texts = Stream.of(NodeTexts.ofBothClients(column), NodeTexts.ofOjdbcAlone(column))
                .flatMap(List::stream)
                .toList();
        write(column, texts);

        assertThat(shown(column, readByNode(column).map(NodeValuesIT::withoutZeroMilliseconds)))
                .isEqualTo(shown(column, texts.stream()));
        assertHeld(column, texts);
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
        List<String> texts = NodeTexts.ofBothClients(column);
        for (int i = 0; i < texts.size(); i++) {
            node.execute(
                    "a",
                    "INSERT INTO T (ID, " + column + ") VALUES (:1, :2)",
                    bind("NUMBER", Integer.toString(i)),
                    bind(column.nodeType(), texts.get(i)));
        }
        node.commit("a");

        assertThat(shown(column, read(ojdbc, column))).isEqualTo(shown(column, texts.stream()));
        assertHeld(column, texts);
    }

    /** What the stand-in took the bytes for: a mistake both of its reading and its writing would pass bytes on as they came. */
    private static void assertHeld(NodeColumn column, List<String> texts) throws SQLException {
        try (Connection store = fixture.standIn().openH2()) {
            assertThat(shown(column, read(store, column).map(text -> unpadded(column, text))))
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
