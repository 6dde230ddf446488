package io.sealane.source.event;

import io.sealane.mapping.Lanes;
import io.sealane.mapping.MigrationPlan;
import io.sealane.mapping.TablePlan;
import io.sealane.model.LaneEvent;
import io.sealane.model.LargeText;
import io.sealane.model.Lsn;
import io.sealane.model.MigrationException;
import io.sealane.model.Operation;
import io.sealane.model.Position;
import io.sealane.model.ReplicaIdentity;
import io.sealane.model.RowEvent;
import io.sealane.model.RowText;
import io.sealane.model.SourceColumn;
import io.sealane.model.SourceTable;
import io.sealane.model.TableId;
import io.sealane.model.Witness;
import io.sealane.oracle.OracleName;
import io.sealane.oracle.OracleType;
import io.sealane.oracle.TargetColumn;
import io.sealane.oracle.TargetTable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ChangeTranslatorTest {
    private static final SourceTable TABLE = new SourceTable(
            new TableId("public", "t"),
            List.of(column("id", "numeric"), column("note", "text"), column("body", "text")),
            List.of(0),
            ReplicaIdentity.FULL,
            false);
    private static final MigrationPlan PLAN = new MigrationPlan(
            "test",
            new Lanes(4),
            List.of(new TablePlan(
                    0,
                    TABLE,
                    new TargetTable(
                            new OracleName("S"),
                            new OracleName("T"),
                            List.of(target("ID", "NUMBER"), target("NOTE", "CLOB"), target("BODY", "CLOB")),
                            List.of(0)),
                    List.of(0, 1, 2),
                    Set.of(Operation.values()))));
    private static final Lsn COMMIT = new Lsn(100);
    private static final Lsn END = new Lsn(148);

    private long nanos = Duration.ofDays(1).toNanos();
    private final Batcher batcher = new Batcher(() -> BatchLimit.DEFAULT);
    private final ChangeTranslator translator = translator(null);

    private ChangeTranslator translator(@Nullable Lsn end) {
        return new ChangeTranslator(PLAN, batcher, new MarkClock(() -> nanos, () -> 77), end);
    }

    private static SourceColumn column(String name, String type) {
        return new SourceColumn(name, type, -1, type, true);
    }

    private static TargetColumn target(String name, String type) {
        return new TargetColumn(new OracleName(name), new OracleType(type, 0, 0, null, null, null), true);
    }

    /** A row in which {@code "~"} stands for an unchanged TOAST value. */
    private static RowText row(@Nullable String... values) {
        RowText.Builder row = new RowText.Builder(values.length, 64);
        for (String value : values) {
            if ("~".equals(value)) {
                row.addUnchanged();
            } else {
                row.add(RowText.of(value), 0);
            }
        }
        return row.build();
    }

    private static int lane(String id) {
        return PLAN.lanes().laneOf(PLAN.table(0), id);
    }

    private static Position at(long ordinal) {
        return new Position(COMMIT, ordinal);
    }

    private List<EventBatch> batches() {
        batcher.cut();
        List<EventBatch> batches = new ArrayList<>();
        for (EventBatch batch = batcher.poll(); batch != null; batch = batcher.poll()) {
            batches.add(batch);
        }
        return batches;
    }

    private List<LaneEvent> events() {
        return batches().stream().flatMap(batch -> batch.events().stream()).toList();
    }

    private List<LaneEvent> rows() {
        return events().stream().filter(RowEvent.class::isInstance).toList();
    }

    /** A row with a large note and, in {@code body}, something else. */
    private static RowText large(String id, LargeText note) {
        return new RowText.Builder(3, 64)
                .add(RowText.of(id), 0)
                .addLarge(note)
                .addNull()
                .build();
    }

    private static LargeText note(String text) {
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        return LargeText.of(column("note", "text"), message, 0, message.length);
    }

    @Test
    void noEventKeepsALargeValueInMemory() {
        LargeText old = note("old");
        LargeText inserted = note("inserted");
        LargeText changed = note("changed");
        translator.begin(COMMIT, 5);
        translator.insert(TABLE, large("1", inserted));
        translator.update(TABLE, large("1", old), large("1", changed));
        translator.update(TABLE, large("1", old), row("1", null, null));
        translator.update(TABLE, large("1", old), row("2", "~", null));
        translator.delete(TABLE, large("2", old));
        translator.commit(COMMIT, END, 5);

        List<LaneEvent> events = events();
        for (LaneEvent event : events) {
            if (event instanceof RowEvent row && row.after() != null) {
                assertThat(row.after().largeText(1)).isNull();
            }
            if (event instanceof RowEvent.Update update && update.before() != null) {
                assertThat(update.before().largeText(1)).isNull();
            }
            if (event instanceof RowEvent.Delete delete) {
                assertThat(delete.before().largeText(1)).isNull();
            }
        }
        assertThat(events)
                .filteredOn(LaneEvent.Piece.class::isInstance)
                .extracting(event -> ((LaneEvent.Piece) event).value())
                .containsExactly(
                        inserted.value().id(), changed.value().id(), old.value().id());
    }

    @Test
    void aLargeValueThatGoesNowhereIsNotSent() {
        TablePlan whole = PLAN.table(0);
        TargetTable narrow = new TargetTable(
                whole.target().schema(),
                whole.target().name(),
                whole.target().columns().subList(0, 1),
                List.of(0));
        TablePlan dropped = new TablePlan(0, TABLE, narrow, List.of(0), Set.of(Operation.values()));
        MigrationPlan plan = new MigrationPlan("test", new Lanes(4), List.of(dropped));
        ChangeTranslator narrowing = new ChangeTranslator(plan, batcher, new MarkClock(() -> nanos, () -> 77), null);

        narrowing.begin(COMMIT, 5);
        narrowing.insert(TABLE, large("1", note("long")));

        assertThat(events()).hasSize(1).allSatisfy(event -> {
            RowText after = ((RowEvent.Insert) event).after();
            assertThat(after.largeText(1)).isNull();
            assertThat(dropped.project(after).hasLarge()).isFalse();
        });
    }

    @Test
    void changesOfATransactionAreNumberedFromOne() {
        translator.begin(COMMIT, 5);
        translator.insert(TABLE, row("1", "a", "x"));
        translator.delete(TABLE, row("2", "~", "~"));
        assertThat(rows())
                .containsExactly(
                        new RowEvent.Insert(lane("1"), 0, at(1), Operation.INSERT, row("1", "a", "x")),
                        new RowEvent.Delete(lane("2"), 0, at(2), Operation.DELETE, row("2", "~", "~")));
    }

    @Test
    void everyTransactionBeginsItsOrdinalsAnew() {
        translator.begin(new Lsn(50), 5);
        translator.insert(TABLE, row("1", "a", "x"));
        translator.commit(new Lsn(50), new Lsn(60), 5);
        translator.begin(COMMIT, 5);
        translator.insert(TABLE, row("2", "a", "x"));
        assertThat(rows())
                .extracting(event -> ((RowEvent.Insert) event).position())
                .containsExactly(new Position(new Lsn(50), 1), at(1));
    }

    @Test
    void updateThatMovesTheKeyBecomesDeleteAndInsertWithAnOrdinalEach() {
        translator.begin(COMMIT, 5);
        translator.update(TABLE, row("1", "a", "x"), row("2", "b", "~"));
        translator.insert(TABLE, row("3", "c", "z"));
        assertThat(rows())
                .containsExactly(
                        new RowEvent.Delete(lane("1"), 0, at(1), Operation.UPDATE, row("1", "a", "x")),
                        new RowEvent.Insert(lane("2"), 0, at(2), Operation.UPDATE, row("2", "b", "x")),
                        new RowEvent.Insert(lane("3"), 0, at(3), Operation.INSERT, row("3", "c", "z")));
    }

    @Test
    void keyMoveUnderDefaultLeavesTheUnchangedValueOut() {
        translator.begin(COMMIT, 5);
        translator.update(TABLE, row("1", "~", "~"), row("2", "b", "~"));
        assertThat(rows())
                .containsExactly(
                        new RowEvent.Delete(lane("1"), 0, at(1), Operation.UPDATE, row("1", "~", "~")),
                        new RowEvent.Insert(lane("2"), 0, at(2), Operation.UPDATE, row("2", "b", "~")));
    }

    @Test
    void sameNumberInAnotherTextIsNoKeyMove() {
        translator.begin(COMMIT, 5);
        translator.update(TABLE, row("1.0", "a", "x"), row("1.00", "b", "y"));
        assertThat(rows())
                .containsExactly(new RowEvent.Update(lane("1"), 0, at(1), row("1.0", "a", "x"), row("1.00", "b", "y")));
    }

    @Test
    void unchangedValueIsFilledFromTheWholeOldRow() {
        translator.begin(COMMIT, 5);
        translator.update(TABLE, row("1", "a", "long"), row("1", "b", "~"));
        assertThat(rows())
                .containsExactly(
                        new RowEvent.Update(lane("1"), 0, at(1), row("1", "a", "long"), row("1", "b", "long")));
    }

    @Test
    void updateWithoutOldRowHasNoBefore() {
        translator.begin(COMMIT, 5);
        translator.update(TABLE, null, row("1", "b", "~"));
        assertThat(rows()).containsExactly(new RowEvent.Update(lane("1"), 0, at(1), null, row("1", "b", "~")));
    }

    @Test
    void changeWithoutItsKeyIsRefusedByName() {
        translator.begin(COMMIT, 5);
        assertThatThrownBy(() -> translator.delete(TABLE, row("~", "secret", "x")))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("public.t at 0/64")
                .hasMessageContaining("column id")
                .hasMessageNotContaining("secret");
    }

    @Test
    void truncateIsRefusedByName() {
        translator.begin(COMMIT, 5);
        assertThatThrownBy(() -> translator.truncate(List.of(TABLE)))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("TRUNCATE of public.t at 0/64");
    }

    @Test
    void openGoesToEveryLane() {
        Witness start = new Witness(2, new Lsn(10), new Lsn(8), 5);
        translator.open("lineage", start, new Lsn(20));
        assertThat(events())
                .hasSize(5)
                .contains(new LaneEvent.Open(3, "lineage", new Lsn(10), new Lsn(20)))
                .endsWith(new LaneEvent.Mark(0, start, 5));
    }

    @Test
    void marksFollowTransactionEndsAtABoundedRate() {
        // Given
        transaction(100);
        transaction(200);
        // When
        nanos += MarkClock.INTERVAL.toNanos();
        transaction(300);
        // Then
        assertThat(events())
                .filteredOn(event -> event instanceof LaneEvent.Mark mark && mark.lane() == 0)
                .containsExactly(
                        new LaneEvent.Mark(0, new Witness(0, new Lsn(148), new Lsn(100), 5), 5),
                        new LaneEvent.Mark(0, new Witness(0, new Lsn(348), new Lsn(300), 5), 5));
    }

    private void transaction(long commit) {
        translator.begin(new Lsn(commit), 5);
        translator.insert(TABLE, row("1", "a", "x"));
        translator.commit(new Lsn(commit), new Lsn(commit + 48), 5);
    }

    @Test
    void idleTellsTheMarkThatATransactionEndDidNot() {
        transaction(100);
        transaction(200);
        batches();
        nanos += MarkClock.INTERVAL.toNanos();
        translator.idle(new Lsn(260));
        assertThat(batches()).singleElement().satisfies(batch -> {
            assertThat(batch.events())
                    .hasSize(4)
                    .contains(new LaneEvent.Mark(0, new Witness(0, new Lsn(260), new Lsn(200), 5), 77));
            assertThat(batch.boundary()).isEqualTo(new Lsn(260));
        });
    }

    @Test
    void idleWithoutNewsSaysNothing() {
        transaction(100);
        batches();
        nanos += MarkClock.INTERVAL.toNanos();
        translator.idle(END);
        assertThat(batches()).isEmpty();
    }

    @Test
    void boundaryMovesWithWholeTransactionsOnly() {
        Batcher small = new Batcher(() -> new BatchLimit(2, 1 << 20));
        ChangeTranslator many = new ChangeTranslator(PLAN, small, new MarkClock(() -> nanos, () -> 77), null);
        many.begin(COMMIT, 5);
        for (int i = 0; i < 5; i++) {
            many.insert(TABLE, row(Integer.toString(i), "a", "x"));
        }
        many.commit(COMMIT, END, 5);
        small.cut();
        assertThat(List.of(small.poll(), small.poll(), small.poll()))
                .extracting(EventBatch::boundary, EventBatch::rows)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(null, 2),
                        org.assertj.core.groups.Tuple.tuple(null, 2),
                        org.assertj.core.groups.Tuple.tuple(END, 1));
    }

    /** A writer refuses a start that its lane's fence does not have, and a lane without changes has what was marked. */
    @Test
    void boundaryIsAtTheLatestMarks() {
        transaction(100);
        transaction(200);
        assertThat(batches().get(0).boundary()).isEqualTo(new Lsn(148));
        transaction(300);
        assertThat(batches().get(0).boundary()).isEqualTo(new Lsn(148));
        nanos += MarkClock.INTERVAL.toNanos();
        transaction(400);
        assertThat(batches().get(0).boundary()).isEqualTo(new Lsn(448));
    }

    @Test
    void streamEndsBeforeTheFirstTransactionAtOrAfterItsEnd() {
        ChangeTranslator bounded = translator(new Lsn(200));
        bounded.begin(COMMIT, 5);
        bounded.insert(TABLE, row("1", "a", "x"));
        bounded.commit(COMMIT, END, 5);
        assertThat(bounded.hasEnded()).isFalse();
        bounded.begin(new Lsn(200), 6);
        bounded.insert(TABLE, row("2", "a", "x"));
        bounded.commit(new Lsn(200), new Lsn(248), 6);
        assertThat(bounded.hasEnded()).isTrue();
        List<EventBatch> batches = batches();
        assertThat(batches.get(batches.size() - 1).boundary()).isEqualTo(new Lsn(200));
        assertThat(batches.stream().mapToInt(EventBatch::rows).sum()).isEqualTo(1);
    }

    @Test
    void streamEndsWhenIdleAtItsEnd() {
        ChangeTranslator bounded = translator(new Lsn(200));
        bounded.idle(new Lsn(199));
        assertThat(bounded.hasEnded()).isFalse();
        bounded.idle(new Lsn(200));
        assertThat(bounded.hasEnded()).isTrue();
    }
}
