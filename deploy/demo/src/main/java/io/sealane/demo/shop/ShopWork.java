package io.sealane.demo.shop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What the shop's people do, one transaction a call: the statements only, neither commit nor rollback. Between them they
 * use what a migration must get right: key changes, rows that move between partitions, large values left alone by an
 * update, deleted keys that come back, savepoints rolled back. Belongs to one thread.
 */
final class ShopWork {
    /** One kind of transaction; returns whether it is to be committed. */
    @FunctionalInterface
    private interface Deed {
        boolean run() throws SQLException;
    }

    private static final String LONG_TEXT =
            "(SELECT string_agg(md5(random()::text) || ' 新的 🎉 ', '') FROM generate_series(1, 180))";

    private final Connection shop;
    private final Random random;
    private final Map<ShopTable, Long> rows;
    /** Each as often as it stands here. */
    private final List<Deed> deeds;

    ShopWork(Connection shop, Random random, Map<ShopTable, Long> rows) {
        this.shop = shop;
        this.random = random;
        this.rows = rows;
        this.deeds = List.of(
                this::placeOrder,
                this::placeOrder,
                this::placeOrder,
                this::placeOrder,
                this::changeCustomer,
                this::changeCustomer,
                this::changeManyLines,
                this::changePrice,
                this::rewriteDescription,
                this::renameProduct,
                this::moveOrder,
                this::renumberLine,
                this::replacePayment,
                this::cancelOrder,
                this::replaceCustomer,
                this::writeReview,
                this::changeReview,
                this::changeMind,
                this::giveUp);
    }

    /** Runs the statements of one transaction; true to commit them, false to roll them back. */
    boolean next() throws SQLException {
        return deeds.get(random.nextInt(deeds.size())).run();
    }

    private boolean placeOrder() throws SQLException {
        insertOrder(1 + random.nextInt(5));
        return true;
    }

    private long insertOrder(int lines) throws SQLException {
        long id = nextOrder();
        run(
                """
                INSERT INTO shop.orders (id, ordered_on, customer_id, state, total, gift, placed_at, note)
                VALUES (?, date '2026-01-01' + ?, ?, 'new', ?::numeric / 100, ?, clock_timestamp(), ?)""",
                id,
                random.nextInt(365),
                any(ShopTable.CUSTOMER),
                random.nextInt(10_000_000),
                random.nextBoolean(),
                random.nextBoolean() ? "加急 🚚 " + id : null);
        run("""
                INSERT INTO shop.order_line (order_id, line_no, sku, quantity, price, discount)
                SELECT ?, n, ?, n * 2, n * 9.95, CASE WHEN n > 2 THEN random()::real END FROM generate_series(1, ?) n""", id, anySku(), lines);
        run("""
                INSERT INTO shop.payment (id, order_id, amount, currency, rate, confirmed, paid_at, value_date)
                VALUES (gen_random_uuid(), ?, ?::numeric / 10000, 'CNY', 7.1234567890123, false, clock_timestamp(), NULL)""", id, random.nextLong(1_000_000_000_000L));
        return id;
    }

    private boolean changeCustomer() throws SQLException {
        run("""
                UPDATE shop.customer SET credit = credit + 1.25, vip = NOT vip, email = 'new' || ? || '@example.com',
                    preferences = coalesce(preferences, '{}') || '{"visits": 1}' WHERE id = ?""", random.nextInt(), any(ShopTable.CUSTOMER));
        return true;
    }

    private boolean changeManyLines() throws SQLException {
        long first = any(ShopTable.ORDERS);
        run(
                "UPDATE shop.order_line SET quantity = quantity + 1, discount = NULL WHERE order_id BETWEEN ? AND ?",
                first,
                first + 9);
        return true;
    }

    /** Leaves the large columns alone: under DEFAULT the stream does not carry them. */
    private boolean changePrice() throws SQLException {
        run("UPDATE shop.product SET price = price + 0.01, updated_at = clock_timestamp() WHERE sku = ?", anySku());
        return true;
    }

    private boolean rewriteDescription() throws SQLException {
        run("UPDATE shop.product SET description = " + LONG_TEXT + " WHERE sku = ?", anySku());
        return true;
    }

    /** Changes the key; large columns left alone travel with it. */
    private boolean renameProduct() throws SQLException {
        run("""
                UPDATE shop.product SET sku = CASE WHEN sku LIKE '%-B' THEN left(sku, -2) ELSE sku || '-B' END
                WHERE sku LIKE ?""", anySku() + "%");
        return true;
    }

    /** Changes the key, and mostly the partition. */
    private boolean moveOrder() throws SQLException {
        run(
                "UPDATE shop.orders SET ordered_on = date '2024-01-01' + ?, state = 'moved' WHERE id = ?",
                random.nextInt(1096),
                any(ShopTable.ORDERS));
        return true;
    }

    private boolean renumberLine() throws SQLException {
        run(
                "UPDATE shop.order_line SET line_no = line_no + 1000 WHERE order_id = ? AND line_no % 1000 = 1",
                any(ShopTable.ORDERS));
        return true;
    }

    private boolean replacePayment() throws SQLException {
        run("""
                UPDATE shop.payment SET id = gen_random_uuid(), confirmed = true, value_date = current_date
                WHERE id = md5('payment' || ?)::uuid""", any(ShopTable.PAYMENT));
        return true;
    }

    private boolean cancelOrder() throws SQLException {
        long id = any(ShopTable.ORDERS);
        run("DELETE FROM shop.order_line WHERE order_id = ?", id);
        run("DELETE FROM shop.payment WHERE order_id = ?", id);
        run("DELETE FROM shop.orders WHERE id = ?", id);
        return true;
    }

    /** Deletes a key and uses it again. */
    private boolean replaceCustomer() throws SQLException {
        long id = any(ShopTable.CUSTOMER);
        run("DELETE FROM shop.customer WHERE id = ?", id);
        run("""
                INSERT INTO shop.customer (id, name, email, birthday, vip, credit, created_at, preferences)
                VALUES (?, '新客户 😀', 'again@example.com', NULL, false, 0, clock_timestamp(), '{"again": true}')""", id);
        return true;
    }

    private boolean writeReview() throws SQLException {
        run(
                "INSERT INTO shop.review (sku, customer_id, stars, written_at, body, photo) VALUES (?, ?, ?,"
                        + " clock_timestamp(), " + LONG_TEXT
                        + ", (SELECT decode(string_agg(md5(random()::text), ''), 'hex') FROM generate_series(1, 400)))",
                anySku(),
                any(ShopTable.CUSTOMER),
                1 + random.nextInt(5));
        return true;
    }

    /** Leaves text and picture alone; under FULL the old row carries them. */
    private boolean changeReview() throws SQLException {
        run("UPDATE shop.review SET stars = 6 - stars WHERE id = ?", any(ShopTable.REVIEW));
        return true;
    }

    /** Rolls back to a savepoint, commits the rest. */
    private boolean changeMind() throws SQLException {
        long id = insertOrder(3);
        Savepoint before = shop.setSavepoint();
        run("DELETE FROM shop.order_line WHERE order_id = ?", id);
        run("UPDATE shop.customer SET credit = 0 WHERE id = ?", any(ShopTable.CUSTOMER));
        shop.rollback(before);
        run("UPDATE shop.orders SET state = 'paid' WHERE id = ?", id);
        return true;
    }

    private boolean giveUp() throws SQLException {
        insertOrder(8);
        changeManyLines();
        return false;
    }

    /** A number among those of the first rows; the row may be gone. */
    private long any(ShopTable table) {
        return 1 + random.nextLong(rows.getOrDefault(table, 1L));
    }

    private String anySku() {
        return "SKU-%07d".formatted(any(ShopTable.PRODUCT));
    }

    private long nextOrder() throws SQLException {
        try (PreparedStatement statement = shop.prepareStatement("SELECT nextval('shop.order_id')");
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void run(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = shop.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }
}
