package io.sealane.oracle;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TableStatementsTest {
    private final TableStatements orders =
            new TableStatements(table("Order", List.of(1, 0), "ID", "SHOP", "level", "NOTE"));
    private final TableStatements tags = new TableStatements(table("TAGS", List.of(0, 1), "A", "B"));

    @Test
    void insertGivesEveryColumn() {
        assertThat(orders.insert())
                .isEqualTo(new DmlStatement(
                        "INSERT INTO \"APP\".\"Order\" (\"ID\", \"SHOP\", \"level\", \"NOTE\") VALUES (?, ?, ?, ?)",
                        List.of(0, 1, 2, 3),
                        4));
    }

    @Test
    void updateSetsWhatIsNotTheKeyAndFindsByTheKeyInItsOrder() {
        assertThat(orders.update())
                .isEqualTo(new DmlStatement(
                        "UPDATE \"APP\".\"Order\" SET \"level\" = ?, \"NOTE\" = ? WHERE \"SHOP\" = ? AND \"ID\" = ?",
                        List.of(2, 3, 1, 0),
                        2));
    }

    @Test
    void updateOfSomeColumnsLeavesTheOthersAlone() {
        assertThat(orders.update(List.of(2, 0, 1)))
                .isEqualTo(new DmlStatement(
                        "UPDATE \"APP\".\"Order\" SET \"level\" = ? WHERE \"SHOP\" = ? AND \"ID\" = ?",
                        List.of(2, 1, 0),
                        1));
    }

    @Test
    void updateOfAKeyOnlyTableSetsTheKeyToItself() {
        assertThat(tags.update())
                .isEqualTo(new DmlStatement(
                        "UPDATE \"APP\".\"TAGS\" SET \"A\" = \"A\" WHERE \"A\" = ? AND \"B\" = ?", List.of(0, 1), 0));
    }

    @Test
    void deleteFindsByTheKey() {
        assertThat(orders.delete())
                .isEqualTo(new DmlStatement(
                        "DELETE FROM \"APP\".\"Order\" WHERE \"SHOP\" = ? AND \"ID\" = ?", List.of(1, 0), 0));
    }

    private static TargetTable table(String name, List<Integer> key, String... columns) {
        OracleType number = new OracleType("NUMBER", 22, 0, null, 10, 0);
        return new TargetTable(
                new OracleName("APP"),
                new OracleName(name),
                List.of(columns).stream()
                        .map(column -> new TargetColumn(new OracleName(column), number, true))
                        .toList(),
                key);
    }
}
