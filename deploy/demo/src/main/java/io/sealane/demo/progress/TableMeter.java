package io.sealane.demo.progress;

import io.sealane.demo.shop.ShopTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Turns row counts taken now and then into {@link TableProgress}. Pure; belongs to one thread. */
public final class TableMeter {
    private final Map<ShopTable, RateMeter> rates = new EnumMap<>(ShopTable.class);
    private final RateMeter transactions = new RateMeter();
    private List<TableProgress> tables = List.of();
    private long transactionsPerSecond;

    public TableMeter() {
        for (ShopTable table : ShopTable.values()) {
            rates.put(table, new RateMeter());
        }
    }

    /**
     * @param sourceRows rows of the source at {@code nanos}
     * @param rows rows of the target then
     * @param committed transactions that the load has committed until then
     */
    public void take(Map<ShopTable, Long> sourceRows, Map<ShopTable, Long> rows, long committed, long nanos) {
        List<TableProgress> taken = new ArrayList<>();
        rates.forEach((table, rate) -> {
            long count = rows.getOrDefault(table, 0L);
            taken.add(new TableProgress(
                    table.sourceName(), count, sourceRows.getOrDefault(table, 0L), rate.perSecond(count, nanos)));
        });
        tables = taken;
        transactionsPerSecond = transactions.perSecond(committed, nanos);
    }

    public List<TableProgress> tables() {
        return tables;
    }

    public long transactionsPerSecond() {
        return transactionsPerSecond;
    }

    /** Whether rows have arrived in the last seconds. */
    public boolean moved() {
        return tables.stream().anyMatch(table -> table.rowsPerSecond() > 0);
    }
}
