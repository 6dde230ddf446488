package io.sealane.sink;

import io.sealane.fence.RefusedException;
import io.sealane.model.LaneEvent;
import io.sealane.model.Lsn;
import io.sealane.model.MigrationException;
import io.sealane.model.RowEvent;
import io.sealane.model.RowText;
import io.sealane.model.Witness;
import io.sealane.sink.TestingTarget.Opened;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.sealane.sink.TestingTarget.ORDERS;
import static io.sealane.sink.TestingTarget.TAGS;
import static io.sealane.sink.TestingTarget.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What each kind of event does to the target, through the real driver, on the stand-in or an Oracle. */
class ApplyIT {
    private TestingTarget target;

    @BeforeEach
    void start() throws Exception {
        target = new TestingTarget();
    }

    @AfterEach
    void stop() throws Exception {
        target.close();
    }

    @Test
    void copiedRowsAndChangesArrive() throws Exception {
        Opened opened = target.open();

        opened.write(
                        target.copied(ORDERS, order("1", "ann", "10.50", "first", "\\x00ff")),
                        target.copied(ORDERS, order("2", "bob", null, null, null)),
                        target.copied(TAGS, order("1", "red")))
                .flush()
                .attach()
                .write(
                        target.insert(ORDERS, 0x2000, 1, order("3", "cy", "-1", "third", null)),
                        target.update(ORDERS, 0x2000, 2, order("1", "anna", "11", "FIRST", "\\x01")),
                        target.delete(ORDERS, 0x2000, 3, order("2", null, null, null, null)))
                .flush();

        assertThat(target.query("SELECT ID, NAME, AMOUNT, NOTE, RAWTOHEX(DATA) FROM ORDERS ORDER BY ID"))
                .containsExactly("1|anna|11|FIRST|01", "3|cy|-1|third|null");
        assertThat(target.query("SELECT A, B FROM TAGS")).containsExactly("1|red");
        assertThat(opened.totals().rowsWritten()).isEqualTo(6);
        assertThat(opened.totals().flushes()).isEqualTo(2);
    }

    @Test
    void keyThatRecursInOneFlushKeepsItsOrder() throws Exception {
        Opened opened = target.open().attach();

        for (int i = 1; i <= 20; i++) {
            opened.write(
                    target.insert(ORDERS, 0x2000 + i, 1, order("1", "insert" + i, null, null, null)),
                    target.insert(ORDERS, 0x2000 + i, 2, order("2" + i, "other", null, null, null)),
                    target.update(ORDERS, 0x2000 + i, 3, order("1", "update" + i, null, null, null)),
                    target.delete(ORDERS, 0x2000 + i, 4, order("1", null, null, null, null)));
        }
        opened.write(target.insert(ORDERS, 0x3000, 1, order("1", "last", null, null, null)))
                .flush();

        assertThat(target.query("SELECT NAME FROM ORDERS WHERE ID = 1")).containsExactly("last");
        assertThat(target.query("SELECT COUNT(*) FROM ORDERS")).containsExactly("21");
        assertThat(opened.totals().insertConflicts()).isZero();
        assertThat(opened.totals().missingRows()).isZero();
    }

    @Test
    void rowsCopiedAgainAreUpdatedWhetherFewOrMost() throws Exception {
        Opened opened = target.open();
        for (int i = 0; i < 100; i++) {
            opened.write(target.copied(ORDERS, order("" + i, "old", null, null, null)));
        }
        opened.flush();

        for (int i = 98; i < 300; i++) {
            opened.write(target.copied(ORDERS, order("" + i, "new", null, null, null)));
        }
        opened.flush();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 98; i++) {
                opened.write(target.copied(ORDERS, order("" + i, "new", null, null, null)));
            }
            opened.flush();
        }

        assertThat(target.query("SELECT COUNT(*), MIN(NAME) FROM ORDERS")).containsExactly("300|new");
        assertThat(opened.totals().copyConflicts()).isEqualTo(2 + 98 + 98);
    }

    @Test
    void keyOnlyRowThatIsThereStaysAsItIs() throws Exception {
        Opened opened = target.open();

        opened.write(target.copied(TAGS, order("1", "red"))).flush();
        opened.write(target.copied(TAGS, order("1", "red")), target.copied(TAGS, order("1", "blue")))
                .flush();

        assertThat(target.query("SELECT A, B FROM TAGS ORDER BY B")).containsExactly("1|blue", "1|red");
        assertThat(opened.totals().copyConflicts()).isEqualTo(1);
    }

    @Test
    void updateOfAbsentRowInsertsItAndDeleteOfAbsentRowIsNoError() throws Exception {
        Opened opened = target.open().attach();

        opened.write(
                        target.update(ORDERS, 0x2000, 1, order("1", "ann", "1", null, null)),
                        target.delete(ORDERS, 0x2000, 2, order("2", null, null, null, null)))
                .flush();

        assertThat(target.query("SELECT ID, NAME FROM ORDERS")).containsExactly("1|ann");
        assertThat(opened.totals().missingRows()).isEqualTo(2);
    }

    @Test
    void unchangedValueStaysWhereTheRowIsAndIsFetchedWhereItIsNot() throws Exception {
        Opened opened = target.open();
        opened.write(target.copied(ORDERS, order("1", "ann", "1", "long note", null)))
                .flush();
        target.fetcher.rows.put("2", order("2", "bob", "2", "fetched note", "\\x02"));

        opened.attach()
                .write(
                        target.update(ORDERS, 0x2000, 1, noteUnchanged("1", "anna")),
                        target.update(ORDERS, 0x2000, 2, noteUnchanged("2", "bob")),
                        target.insert(ORDERS, 0x2000, 3, noteUnchanged("3", "gone meanwhile")))
                .flush();

        assertThat(target.query("SELECT ID, NAME, NOTE FROM ORDERS ORDER BY ID"))
                .containsExactly("1|anna|long note", "2|bob|fetched note");
        assertThat(opened.totals().toastFetches()).isEqualTo(2);
    }

    @Test
    void lobsOfEverySizeArriveIncludingEmptyOnes() throws Exception {
        Opened opened = target.open();
        List<Integer> sizes = List.of(0, 1, 1_000, 4_001, 32_766, 32_767, 70_000, 1_200_000);
        List<RowEvent> rows = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i++) {
            String data =
                    "\\x" + HexFormat.of().formatHex("d".repeat(sizes.get(i)).getBytes(StandardCharsets.UTF_8));
            rows.add(target.copied(ORDERS, order("" + i, "n", null, "ä".repeat(sizes.get(i)), data)));
            rows.add(target.copied(ORDERS, order("" + (100 + i), "n", null, "x".repeat(sizes.get(i)), null)));
            rows.add(target.copied(ORDERS, order("" + (200 + i), "n", null, null, data)));
        }

        opened.write(rows.toArray(LaneEvent[]::new)).flush();
        opened.write(rows.toArray(LaneEvent[]::new)).flush();

        List<String> expected = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i++) {
            expected.add(i + "|" + sizes.get(i) + "|" + sizes.get(i));
        }
        assertThat(target.query("SELECT ID, LENGTH(NOTE), LENGTH(DATA) FROM ORDERS WHERE ID < 100 ORDER BY ID"))
                .containsExactlyElementsOf(expected);
        assertThat(target.query("SELECT COUNT(NOTE), COUNT(DATA) FROM ORDERS")).containsExactly("16|16");
        assertThat(target.query("SELECT NOTE FROM ORDERS WHERE ID = 2")).containsExactly("ä".repeat(1_000));
    }

    @Test
    void charactersOfFourBytesSurviveWhereverTheDriverCutsAText() throws Exception {
        Opened opened = target.open();
        List<String> texts = new ArrayList<>();
        for (int pairs : new int[] {4_100, 8_191, 8_192, 20_000, 70_000}) {
            texts.add("😀".repeat(pairs));
            texts.add("x" + "😀".repeat(pairs));
        }
        for (int i = 0; i < texts.size(); i++) {
            opened.write(target.copied(ORDERS, order("" + i, "n", null, texts.get(i), null)));
        }
        opened.flush();

        assertThat(target.query("SELECT NOTE FROM ORDERS ORDER BY ID").equals(texts))
                .isTrue();
    }

    @Test
    void valueThatDoesNotFitNamesTableColumnAndPosition() throws Exception {
        Opened opened = target.open().attach();

        opened.write(target.insert(ORDERS, 0x2000, 7, order("1", "ann", "1.005", null, null)));

        assertThatThrownBy(opened::flush)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(target.schema() + ".ORDERS")
                .hasMessageContaining("column AMOUNT")
                .hasMessageContaining("change at 0/2000#7")
                .hasMessageContaining("3 digits after the decimal point, and NUMBER(12,2) holds 2")
                .hasMessageNotContaining("1.005");
        assertThat(target.query("SELECT COUNT(*) FROM ORDERS")).containsExactly("0");
    }

    @Test
    void rowThatTheTargetRefusesIsNamed() throws Exception {
        target.execute("ALTER TABLE ORDERS ADD CONSTRAINT ORDERS_NAME UNIQUE (NAME)");
        Opened opened = target.open();
        opened.write(
                target.copied(ORDERS, order("1", "same", null, null, null)),
                target.copied(ORDERS, order("2", "same", null, null, null)));

        assertThatThrownBy(opened::flush)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("insert into " + target.schema() + ".ORDERS")
                .hasMessageContaining("ORA-00001 of " + target.schema() + ".ORDERS_NAME")
                .hasMessageContaining("row with key #");
        assertThat(target.query("SELECT COUNT(*) FROM ORDERS")).containsExactly("0");
    }

    @Test
    void passingFaultIsRetriedAndSecurityFaultIsNot() throws Exception {
        Opened opened = target.open();
        target.standIn().faults().raise(60, Pattern.compile("INSERT INTO \"\\w+\".\"ORDERS\""), 1);
        opened.write(target.copied(ORDERS, order("1", "ann", null, null, null))).flush();
        assertThat(opened.totals().retries()).isEqualTo(1);

        target.standIn().faults().raise(1031, Pattern.compile("INSERT INTO \"\\w+\".\"ORDERS\""), 1);
        opened.write(target.copied(ORDERS, order("2", "bob", null, null, null)));

        assertThatThrownBy(opened::flush).isInstanceOf(RefusedException.class).hasMessageContaining("ORA-01031");
        assertThat(opened.totals().retries()).isEqualTo(1);
        assertThat(target.query("SELECT ID FROM ORDERS")).containsExactly("1");
    }

    @Test
    void lockThatIsNotReleasedStopsTheWriterInTime() throws Exception {
        Opened opened = target.open();
        opened.write(target.copied(ORDERS, order("1", "ann", null, null, null))).flush();
        try (var other = target.connect();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.executeUpdate("UPDATE ORDERS SET NAME = 'held' WHERE ID = 1");
            opened.attach().write(target.update(ORDERS, 0x2000, 1, order("1", "anna", null, null, null)));

            assertThatThrownBy(opened::flush)
                    .isInstanceOf(MigrationException.class)
                    .hasMessageContaining("update " + target.schema() + ".ORDERS")
                    .hasMessageContaining("lock was not released in time");
            other.rollback();
        }
    }

    @Test
    void markMovesTheFenceWithoutRows() throws Exception {
        Opened opened = target.open().attach();
        for (int lane = 0; lane < 4; lane++) {
            opened.write(new LaneEvent.Mark(lane, Witness.first(1, new Lsn(0x5000)), 0));
        }

        opened.flush();

        assertThat(target.query("SELECT DISTINCT COMMIT_LSN, ORDINAL FROM SEALANE_FENCE"))
                .containsExactly(0x5000 + "|0");
    }

    private static RowText noteUnchanged(String id, String name) {
        RowText given = order(id, name, null, null, null);
        return new RowText.Builder(5, 64)
                .add(given, 0)
                .add(given, 1)
                .add(given, 2)
                .addUnchanged()
                .add(given, 4)
                .build();
    }
}
