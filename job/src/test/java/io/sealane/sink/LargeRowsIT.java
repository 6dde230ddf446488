package io.sealane.sink;

import io.sealane.fence.Claim;
import io.sealane.fence.LaneStamp;
import io.sealane.fence.RefusedException;
import io.sealane.model.LaneEvent;
import io.sealane.model.LargeText;
import io.sealane.model.Lsn;
import io.sealane.model.RowEvent;
import io.sealane.model.RowText;
import io.sealane.model.SourceColumn;
import io.sealane.model.Witness;
import io.sealane.sink.TestingTarget.Opened;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.sealane.sink.TestingTarget.ORDERS;
import static io.sealane.sink.TestingTarget.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Rows whose values come in pieces, through the real driver, on the stand-in or an Oracle. */
class LargeRowsIT {
    private static final int PIECE = 300_001;

    private final String note = "aé漢😀".repeat(200_000);
    private final byte[] data = new byte[1_500_000];
    private TestingTarget target;

    @BeforeEach
    void start() throws Exception {
        target = new TestingTarget();
        new Random(11).nextBytes(data);
    }

    @AfterEach
    void stop() throws Exception {
        target.close();
    }

    @Test
    void rowsAreCopiedInsertedAndUpdated() throws Exception {
        Opened opened = target.open();
        write(opened, target.copied(ORDERS, row("1", "ann")));
        write(opened, target.copied(ORDERS, row("1", "copied again")));
        opened.flush().attach();
        write(opened, target.insert(ORDERS, 0x2000, 1, row("2", "bob")));
        opened.write(target.insert(ORDERS, 0x2000, 2, order("3", "cy", null, "short", "\\x01")));
        write(opened, target.update(ORDERS, 0x2000, 3, row("3", "cyd")));
        opened.flush();

        assertThat(stored()).containsExactly("1|copied again", "2|bob", "3|cyd");
        assertThat(opened.totals().largeRows()).isEqualTo(4);
        assertThat(opened.totals().rowsWritten()).isEqualTo(5);
    }

    @Test
    void aCheckpointBetweenThePiecesDoesNotCountTheRow() throws Exception {
        Opened opened = target.open().attach();
        RowEvent row = target.insert(ORDERS, 0x2000, 1, row("1", "ann"));
        List<LaneEvent> events = events(row);
        opened.write(events.subList(0, 3).toArray(LaneEvent[]::new));

        List<LaneStamp> stamps = opened.writer().stamp(5);

        assertThat(target.query("SELECT COUNT(*) FROM ORDERS")).containsExactly("0");
        assertThat(target.query("SELECT MAX(COMMIT_LSN) FROM SEALANE_FENCE")).containsExactly(Long.toString(0x1000));
        opened.writer().close();
        Opened restored = target.open(new Claim("job-1", 5, 1), OptionalLong.of(5), stamps)
                .attach();
        write(restored, target.insert(ORDERS, 0x2000, 1, row("1", "ann")));
        restored.flush();
        assertThat(stored()).containsExactly("1|ann");
        assertThat(restored.totals().fenceSkips()).isZero();
    }

    @Test
    void theRestOfARowGoesOnBehindACheckpoint() throws Exception {
        Opened opened = target.open().attach();
        List<LaneEvent> events = events(target.insert(ORDERS, 0x2000, 1, row("1", "ann")));
        opened.write(events.subList(0, 3).toArray(LaneEvent[]::new));
        opened.writer().stamp(5);

        opened.write(events.subList(3, events.size()).toArray(LaneEvent[]::new)).flush();

        assertThat(stored()).containsExactly("1|ann");
    }

    @Test
    void aRowThatIsSentAgainIsSkippedWithItsPieces() throws Exception {
        Opened opened = target.open().attach();
        write(opened, target.insert(ORDERS, 0x2000, 1, row("1", "ann")));
        opened.flush();
        opened.attach();
        write(opened, target.insert(ORDERS, 0x2000, 1, row("1", "never seen")));
        int lane = target.lane(ORDERS, order("1", "", null, null, null));
        opened.write(new LaneEvent.Mark(lane, Witness.first(1, new Lsn(0x3000)), 0))
                .flush();

        assertThat(stored()).containsExactly("1|ann");
        assertThat(opened.totals().fenceSkips()).isEqualTo(1);
        assertThat(opened.totals().largeRows()).isEqualTo(1);
    }

    @Test
    void theRowIsSentAgainWhenItsCommitWasLost() throws Exception {
        Opened opened = target.open().attach();
        opened.flush();
        target.standIn().faults().cutBeforeCommit(1);

        write(opened, target.insert(ORDERS, 0x2000, 1, row("1", "ann")));
        opened.flush();

        assertThat(stored()).containsExactly("1|ann");
        assertThat(opened.totals().commitsResolvedLost()).isEqualTo(1);
    }

    @Test
    void aRowReadAgainAtTheSourceArrives() throws Exception {
        Opened opened = target.open().attach();
        target.fetcher.rows.put("7", row("7", "fetched"));
        RowText given = order("7", "moved", null, null, null);
        RowText lacking = new RowText.Builder(5, 64)
                .add(given, 0)
                .add(given, 1)
                .add(given, 2)
                .addUnchanged()
                .addUnchanged()
                .build();

        opened.write(target.update(ORDERS, 0x2000, 1, lacking)).flush();

        assertThat(stored()).containsExactly("7|fetched");
        assertThat(opened.totals().toastFetches()).isEqualTo(1);
    }

    @Test
    void aLargeValueForAColumnThatIsNoLobIsRefusedWithItsLength() throws Exception {
        Opened opened = target.open();
        byte[] name = note.getBytes(StandardCharsets.UTF_8);
        RowText given = order("1", "", null, null, null);
        RowText row = new RowText.Builder(5, 64)
                .add(given, 0)
                .addLarge(LargeText.of(column(1), name, 0, name.length))
                .add(given, 2)
                .add(given, 3)
                .add(given, 4)
                .build();
        write(opened, target.copied(ORDERS, row));

        assertThatThrownBy(opened::flush)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("column NAME of the row with key #")
                .hasMessageContaining("it has 2000000 bytes, and VARCHAR2 holds 40 bytes")
                .hasMessageContaining("values.too-long");
    }

    private RowText row(String id, String name) {
        byte[] noteBytes = note.getBytes(StandardCharsets.UTF_8);
        byte[] dataText = ("\\x" + HexFormat.of().formatHex(data)).getBytes(StandardCharsets.UTF_8);
        RowText given = order(id, name, "1", null, null);
        return new RowText.Builder(5, 64)
                .add(given, 0)
                .add(given, 1)
                .add(given, 2)
                .addLarge(LargeText.of(column(3), noteBytes, 0, noteBytes.length))
                .addLarge(LargeText.of(column(4), dataText, 0, dataText.length))
                .build();
    }

    private static SourceColumn column(int index) {
        return TestingTarget.orders("SHOP").source().columns().get(index);
    }

    private static void write(Opened opened, RowEvent event) throws InterruptedException {
        opened.write(events(event).toArray(LaneEvent[]::new));
    }

    /** The row and its pieces. */
    private static List<LaneEvent> events(RowEvent event) {
        List<LaneEvent> events = new ArrayList<>(List.of(event));
        RowText row = event.after();
        for (int i = 0; row != null && i < row.columns(); i++) {
            LargeText text = row.largeText(i);
            for (long offset = 0; text != null && offset < text.value().bytes(); offset += PIECE) {
                byte[] bytes = text.piece(offset, PIECE);
                events.add(new LaneEvent.Piece(
                        event.lane(), event.table(), text.value().id(), bytes));
            }
        }
        return events;
    }

    /** Id and name of every row; their notes and data are demanded to be the large ones. */
    private List<String> stored() throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = target.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT ID, NAME, NOTE, DATA FROM ORDERS ORDER BY ID")) {
            while (row.next()) {
                @Nullable String text = row.getString(3);
                assertThat(note.equals(text))
                        .as("note of row %s", row.getString(1))
                        .isTrue();
                assertThat(row.getBytes(4)).isEqualTo(data);
                rows.add(row.getString(1) + "|" + row.getString(2));
            }
        }
        return rows;
    }
}
