package io.sealane.demo.compare;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ResultTableTest {
    @Test
    void everyTableTheSumAndTheFindingsAreListed() {
        List<TableResult> results = List.of(
                new TableResult("shop.customer", 30_100, 30_100, 0, 0, 0, List.of()),
                new TableResult("shop.orders", 5, 4, 1, 0, 2, List.of("id=7 is missing in the target")));

        assertThat(ResultTable.lines(results))
                .containsExactly(
                        "  table                PostgreSQL       target  missing unexpected different",
                        "  shop.customer            30,100       30,100        0          0         0  equal",
                        "  shop.orders                   5            4        1          0         2  NOT EQUAL",
                        "  all                      30,105       30,104        1          0         2  NOT EQUAL",
                        "  shop.orders: id=7 is missing in the target");
        assertThat(ResultTable.allEqual(results)).isFalse();
    }
}
