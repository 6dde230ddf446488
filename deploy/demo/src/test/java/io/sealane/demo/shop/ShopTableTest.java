package io.sealane.demo.shop;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ShopTableTest {
    @ParameterizedTest
    @ValueSource(longs = {ShopTable.LEAST_ROWS, 101, 12_345, 300_000})
    void sharesSumUpToTheTotalAndLeaveNoTableEmpty(long total) {
        Map<ShopTable, Long> shares = ShopTable.shares(total);

        assertThat(shares).containsOnlyKeys(ShopTable.values());
        assertThat(shares.values()).allMatch(rows -> rows > 0);
        assertThat(shares.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(total);
    }
}
