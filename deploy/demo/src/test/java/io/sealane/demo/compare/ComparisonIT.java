package io.sealane.demo.compare;

import io.sealane.demo.shop.ShopScripts;
import io.sealane.demo.shop.ShopTable;
import io.sealane.standin.OracleStandIn;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Collections;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/** The whole shop in a real PostgreSQL and, written by plain JDBC, in the stand-in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ComparisonIT {
    private static final int ROWS = 2_000;

    private EmbeddedPostgres postgres;
    private OracleStandIn standIn;
    private Connection source;
    private Connection target;

    @BeforeAll
    void fillBothSides() throws Exception {
        postgres = EmbeddedPostgres.builder()
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("encoding", "UTF-8")
                .start();
        source = postgres.getPostgresDatabase().getConnection();
        ShopScripts.fillSource(source, ShopTable.shares(ROWS));
        standIn = OracleStandIn.builder().user("SHOP", "shop").start();
        target = DriverManager.getConnection(standIn.jdbcUrl(), "SHOP", "shop");
        ShopScripts.createTarget(target);
        for (ShopTable table : ShopTable.values()) {
            copy(ComparedTable.describe(source, ShopTable.SOURCE_SCHEMA, table.sourceName()));
        }
    }

    @AfterAll
    void stop() throws Exception {
        target.close();
        standIn.close();
        postgres.close();
    }

    @Test
    void copiesAreEqualUntilAValueOrARowChanges() throws Exception {
        long rows = 0;
        for (ShopTable table : ShopTable.values()) {
            TableResult result = compare(table);
            assertThat(result.isEqual()).as(result.toString()).isTrue();
            rows += result.targetRows();
        }
        assertThat(rows).isEqualTo(ROWS);

        run("UPDATE SHOP.PRODUCT SET PRICE = PRICE + 0.01 WHERE SKU = 'SKU-0000007'");
        run("DELETE FROM SHOP.ORDER_LINE WHERE ORDER_ID = 3 AND LINE_NO = 1");
        run("INSERT INTO SHOP.ORDER_LINE (ORDER_ID, LINE_NO, SKU, QUANTITY, PRICE) VALUES (-1, 1, 'x', 1, 1)");

        assertThat(compare(ShopTable.PRODUCT).examples()).containsExactly("sku=SKU-0000007 differs in price");
        assertThat(compare(ShopTable.ORDER_LINE).examples())
                .containsExactly(
                        "order_id=-1 line_no=1 is in the target only", "order_id=3 line_no=1 is missing in the target");
    }

    private TableResult compare(ShopTable table) throws SQLException {
        return new Comparison(source, target).compare(ShopTable.SOURCE_SCHEMA, table.sourceName());
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = target.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isEqualTo(1);
        }
    }

    private void copy(ComparedTable table) throws SQLException {
        String insert = table.targetQuery()
                        .replace(
                                "SELECT ",
                                "INSERT INTO \"SHOP\".\"" + table.name().toUpperCase() + "\" (")
                        .replaceAll(" FROM .*", ")")
                + " VALUES ("
                + String.join(", ", Collections.nCopies(table.columns().size(), "?")) + ")";
        try (Statement statement = source.createStatement();
                ResultSet rows = statement.executeQuery(table.sourceQuery().replace("::text", ""));
                PreparedStatement write = target.prepareStatement(insert)) {
            while (rows.next()) {
                for (int i = 1; i <= table.columns().size(); i++) {
                    bind(write, i, table.columns().get(i - 1).kind(), rows);
                }
                write.executeUpdate();
            }
        }
    }

    private static void bind(PreparedStatement write, int i, ColumnKind kind, ResultSet rows) throws SQLException {
        if (rows.getObject(i) == null) {
            write.setNull(i, kind == ColumnKind.BYTES ? Types.VARBINARY : Types.VARCHAR);
            return;
        }
        switch (kind) {
            case NUMBER -> write.setBigDecimal(i, rows.getBigDecimal(i));
            case TRUTH -> write.setInt(i, rows.getBoolean(i) ? 1 : 0);
            case SINGLE -> write.setObject(i, rows.getFloat(i), oracle.jdbc.OracleTypes.BINARY_FLOAT);
            case DOUBLE -> write.setObject(i, rows.getDouble(i), oracle.jdbc.OracleTypes.BINARY_DOUBLE);
            case DAY -> write.setObject(i, rows.getObject(i, LocalDate.class).atStartOfDay());
            case TIMESTAMP -> write.setObject(i, rows.getObject(i, LocalDateTime.class));
            case INSTANT -> write.setObject(i, rows.getObject(i, OffsetDateTime.class));
            case BYTES -> write.setBytes(i, rows.getBytes(i));
            case TEXT -> {
                String text = rows.getString(i);
                if (text.length() > 4000) {
                    write.setCharacterStream(i, new StringReader(text), text.length());
                } else {
                    write.setString(i, text);
                }
            }
            case PADDED -> write.setString(i, rows.getString(i));
        }
    }
}
