package io.sealane.demo.shop;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The six tables, and how the demo's rows are shared out among them. */
public enum ShopTable {
    CUSTOMER(10),
    PRODUCT(2),
    ORDERS(20),
    ORDER_LINE(50),
    PAYMENT(15),
    REVIEW(3);

    public static final String SOURCE_SCHEMA = "shop";
    public static final String TARGET_SCHEMA = "SHOP";
    /** Fewer would leave a table without rows. */
    public static final long LEAST_ROWS = 100;

    private final int percent;

    ShopTable(int percent) {
        this.percent = percent;
    }

    /** The table's name in PostgreSQL, without its schema. */
    public String sourceName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The table's name in the target, without its schema. */
    public String targetName() {
        return name();
    }

    /** {@code total} rows shared out; the shares sum up to exactly {@code total}. */
    public static Map<ShopTable, Long> shares(long total) {
        Map<ShopTable, Long> shares = new EnumMap<>(ShopTable.class);
        long left = total;
        for (ShopTable table : values()) {
            long share = total * table.percent / 100;
            shares.put(table, share);
            left -= share;
        }
        shares.merge(ORDER_LINE, left, Long::sum);
        return shares;
    }
}
