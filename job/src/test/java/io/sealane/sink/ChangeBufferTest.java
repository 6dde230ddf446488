package io.sealane.sink;

import io.sealane.model.RowText;
import io.sealane.sink.Change.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static io.sealane.sink.TestingTarget.order;
import static org.assertj.core.api.Assertions.assertThat;

class ChangeBufferTest {
    private final TableWriter orders = new TableWriter(TestingTarget.orders("SHOP"), used -> {});
    private final TableWriter tags = new TableWriter(TestingTarget.tags("SHOP"), used -> {});
    private final ChangeBuffer buffer = new ChangeBuffer();

    @Test
    void keyThatRecursGoesToTheRoundAfterItsLastAndOthersStayInTheFirst() {
        add(orders, Verb.INSERT, order("1", "a", null, null, null));
        add(orders, Verb.INSERT, order("2", "b", null, null, null));
        add(orders, Verb.UPDATE, order("1", "c", null, null, null));
        add(tags, Verb.INSERT, order("1", "a"));
        add(orders, Verb.DELETE, order("1", null, null, null, null));
        add(orders, Verb.INSERT, order("3", "d", null, null, null));

        assertThat(shape())
                .containsExactly(
                        "SHOP.ORDERS INSERT 3, SHOP.TAGS INSERT 1", "SHOP.ORDERS UPDATE 1", "SHOP.ORDERS DELETE 1");
    }

    @Test
    void copiedRowsComeBeforeEveryChange() {
        add(orders, Verb.COPY, order("1", "a", null, null, null));
        add(orders, Verb.UPDATE, order("1", "b", null, null, null));
        add(orders, Verb.COPY, order("2", "a", null, null, null));

        assertThat(shape()).containsExactly("SHOP.ORDERS COPY 2", "SHOP.ORDERS UPDATE 1");
    }

    @Test
    void rowsOfOneStatementAndOneWayOfBindingMakeAGroup() {
        RowText given = order("9", "z", "1", null, null);
        add(orders, Verb.UPDATE, order("1", "a", null, "short", null));
        add(orders, Verb.UPDATE, order("2", "a", null, "x".repeat(32_767), null));
        add(orders, Verb.UPDATE, order("3", "a", null, "", null));
        add(orders, Verb.UPDATE, order("4", "a", null, null, "\\x"));
        add(orders, Verb.UPDATE, order("5", "a", null, "x".repeat(32_766), "\\x00"));
        add(
                orders,
                Verb.UPDATE,
                new RowText.Builder(5, 16)
                        .add(given, 0)
                        .add(given, 1)
                        .add(given, 2)
                        .addUnchanged()
                        .add(given, 4)
                        .build());

        assertThat(buffer.rounds().get(1).keySet())
                .containsExactlyInAnyOrder(
                        new ChangeBuffer.Group(orders, Verb.UPDATE, List.of(), false),
                        new ChangeBuffer.Group(orders, Verb.UPDATE, List.of(), true),
                        new ChangeBuffer.Group(orders, Verb.UPDATE, List.of(3), false));
        assertThat(shape()).containsExactly("SHOP.ORDERS UPDATE 2, SHOP.ORDERS UPDATE 3, SHOP.ORDERS UPDATE 1");
    }

    @Test
    void sizeCountsTextAndRowsUntilCleared() {
        add(orders, Verb.COPY, order("1", "x".repeat(1_000), null, null, null));
        assertThat(buffer.bytes()).isBetween(1_000L, 1_300L);
        assertThat(buffer.rows()).isEqualTo(1);

        buffer.clear();

        assertThat(buffer.isEmpty()).isTrue();
        assertThat(buffer.bytes()).isZero();
        assertThat(buffer.rounds()).isEmpty();
    }

    private void add(TableWriter table, Verb verb, RowText row) {
        buffer.add(new Change(table, verb, row, null));
    }

    /** Non-empty rounds as {@code table verb rows}. */
    private List<String> shape() {
        List<String> shape = new ArrayList<>();
        for (Map<ChangeBuffer.Group, List<Change>> round : buffer.rounds()) {
            List<String> groups = round.entrySet().stream()
                    .map(group -> group.getKey().table() + " " + group.getKey().verb() + " "
                            + group.getValue().size())
                    .toList();
            if (!groups.isEmpty()) {
                shape.add(String.join(", ", groups));
            }
        }
        return shape;
    }
}
