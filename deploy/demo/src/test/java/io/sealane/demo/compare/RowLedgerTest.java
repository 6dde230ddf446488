package io.sealane.demo.compare;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RowLedgerTest {
    private final RowLedger ledger = new RowLedger(new ComparedTable(
            "shop",
            "stock",
            List.of(
                    new ComparedTable.Column("sku", ColumnKind.TEXT),
                    new ComparedTable.Column("place", ColumnKind.NUMBER),
                    new ComparedTable.Column("pieces", ColumnKind.NUMBER),
                    new ComparedTable.Column("note", ColumnKind.TEXT)),
            List.of(0, 1)));

    @Test
    void theSameRowsInAnyOrderAreEqual() {
        source("a", "1", "10", null);
        source("a", "2", "20", "x");
        target("a", "2", "20", "x");
        target("a", "1", "10", null);

        assertThat(ledger.result()).isEqualTo(new TableResult("shop.stock", 2, 2, 0, 0, 0, List.of()));
        assertThat(ledger.result().isEqual()).isTrue();
    }

    @Test
    void aRowThatTheTargetHasNotIsMissing() {
        source("a", "1", "10", null);

        assertThat(ledger.result())
                .isEqualTo(new TableResult(
                        "shop.stock", 1, 0, 1, 0, 0, List.of("sku=a place=1 is missing in the target")));
    }

    @Test
    void aRowThatOnlyTheTargetHasIsUnexpected() {
        target("a", "1", "10", null);

        assertThat(ledger.result())
                .isEqualTo(
                        new TableResult("shop.stock", 0, 1, 0, 1, 0, List.of("sku=a place=1 is in the target only")));
    }

    @Test
    void aRowThatTheTargetHasTwiceIsUnexpectedOnce() {
        source("a", "1", "10", null);
        target("a", "1", "10", null);
        target("a", "1", "10", null);

        assertThat(ledger.result().unexpected()).isEqualTo(1);
    }

    @Test
    void aDifferenceNamesItsColumns() {
        source("a", "1", "10", null);
        target("a", "1", "11", "");

        assertThat(ledger.result())
                .isEqualTo(
                        new TableResult("shop.stock", 1, 1, 0, 0, 1, List.of("sku=a place=1 differs in pieces, note")));
        assertThat(ledger.result().isEqual()).isFalse();
    }

    @Test
    void aChangedKeyIsMissingAndUnexpected() {
        source("b", "1", "10", null);
        target("a", "1", "10", null);

        TableResult result = ledger.result();

        assertThat(result.missing()).isEqualTo(1);
        assertThat(result.unexpected()).isEqualTo(1);
    }

    private void source(@Nullable String... values) {
        ledger.source(Arrays.asList(values));
    }

    private void target(@Nullable String... values) {
        ledger.target(Arrays.asList(values));
    }
}
