package io.sealane.demo.shop;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The shop on a real PostgreSQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoadGeneratorIT {
    private static final Map<ShopTable, Long> ROWS = ShopTable.shares(5_000);

    private EmbeddedPostgres server;
    private Connection shop;

    @BeforeAll
    void fill() throws Exception {
        server = EmbeddedPostgres.builder()
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("encoding", "UTF-8")
                .start();
        shop = server.getPostgresDatabase().getConnection();
        ShopScripts.fillSource(shop, ROWS);
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @Test
    void theShopHasTheRowsAskedForAndLargeValuesOutOfTheirRows() throws SQLException {
        for (Map.Entry<ShopTable, Long> table : ShopTable.shares(5_000).entrySet()) {
            assertThat(number("SELECT count(*) FROM shop." + table.getKey().sourceName()))
                    .as(table.getKey().sourceName())
                    .isGreaterThan(table.getValue() / 2);
        }
        assertThat(number("SELECT max(octet_length(description)) FROM shop.product"))
                .isGreaterThan(4000);
        assertThat(number("SELECT max(octet_length(photo)) FROM shop.review")).isGreaterThan(4000);
        assertThat(number("SELECT pg_relation_size(reltoastrelid) FROM pg_class WHERE oid = 'shop.product'::regclass"))
                .isPositive();
    }

    @Test
    void everyKindOfTransactionRunsAndRollbacksLeaveNothing() throws Exception {
        long order = number("SELECT max(id) FROM shop.orders");

        try (LoadGenerator load = new LoadGenerator(server.getPostgresDatabase(), ROWS, 500)) {
            load.start();
            await().atMost(Duration.ofSeconds(30)).until(() -> load.counts().committed() > 600);
            load.stop();

            assertThat(load.counts().rolledBack()).isPositive();
        }

        assertThat(number("SELECT count(*) FROM shop.orders WHERE id > " + order))
                .isPositive();
        assertThat(number("SELECT count(*) FROM shop.orders WHERE state = 'moved'"))
                .isPositive();
        assertThat(number("SELECT count(*) FROM shop.product WHERE sku LIKE '%-B'"))
                .isPositive();
        assertThat(number("SELECT count(*) FROM shop.order_line WHERE line_no > 1000"))
                .isPositive();
        assertThat(number("SELECT count(*) FROM shop.customer WHERE email = 'again@example.com'"))
                .isPositive();
        assertThat(number("""
                                SELECT count(*) FROM shop.orders o WHERE o.state = 'paid' AND o.id > %d
                                AND NOT EXISTS (SELECT FROM shop.order_line l WHERE l.order_id = o.id)""".formatted(order)))
                .as("orders that lost their lines to a savepoint that was rolled back")
                .isZero();
        assertThat(number("SELECT max(l) FROM (SELECT count(*) l FROM shop.order_line WHERE order_id > " + order
                        + " GROUP BY order_id) g"))
                .as("the orders of eight lines were all given up")
                .isLessThan(8);
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = shop.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
