package io.sealane.sink;

import io.sealane.model.LaneEvent;
import io.sealane.model.LargeText;
import io.sealane.model.Lsn;
import io.sealane.model.MigrationException;
import io.sealane.model.Operation;
import io.sealane.model.Position;
import io.sealane.model.RowEvent;
import io.sealane.model.RowText;
import io.sealane.model.SourceColumn;
import io.sealane.model.Witness;
import io.sealane.oracle.UnfitValueException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ArrivalsTest {
    private static final SourceColumn COLUMN = new SourceColumn("note", "text", -1, "text", true);

    @TempDir
    private Path directory;

    private final Set<RowEvent> known = new HashSet<>();
    private @Nullable Arrivals arrivals;

    @AfterEach
    void stop() {
        arrivals().close();
    }

    @Test
    void aRowWaitsForItsLastPiece() throws IOException, UnfitValueException {
        LargeText text = text("abcdef");
        RowEvent row = copied(1, text);

        assertThat(arrivals().take(row)).isNull();
        assertThat(arrivals().take(piece(1, text, 0, 4))).isNull();
        assertThat(arrivals().claim()).isSameAs(LargeValues.NONE);
        assertThat(arrivals().take(piece(1, text, 4, 2))).isSameAs(row);

        try (LargeValues values = arrivals().claim()) {
            assertThat(values.bytes()).isEqualTo(6);
            assertThat(values.open(text.value()).readAllBytes()).asString().isEqualTo("abcdef");
            assertThat(values.beginning(text.value(), false)).isEqualTo("abcdef");
        }
    }

    @Test
    void rowsOfTwoReadersMayWaitInOneLane() throws IOException {
        LargeText one = text("one");
        LargeText two = text("two");
        LargeText third = text("three");
        RowText both = new RowText.Builder(2, 0).addLarge(one).addLarge(two).build();
        RowEvent first = new RowEvent.CopiedRow(1, 0, both);
        RowEvent second = copied(1, third);

        arrivals().take(first);
        arrivals().take(second);
        assertThat(arrivals().take(piece(1, one, 0, 3))).isNull();
        RowEvent small = new RowEvent.CopiedRow(1, 0, RowText.of("small"));
        assertThat(arrivals().take(small)).isSameAs(small);
        assertThat(arrivals().take(piece(1, third, 0, 5))).isSameAs(second);
        arrivals().claim().close();
        assertThat(arrivals().take(piece(1, two, 0, 3))).isSameAs(first);
        try (LargeValues values = arrivals().claim()) {
            assertThat(values.open(one.value()).readAllBytes()).asString().isEqualTo("one");
            assertThat(values.open(two.value()).readAllBytes()).asString().isEqualTo("two");
        }
    }

    @Test
    void piecesOfARowThatIsSkippedOrLeftOutAreDropped() {
        LargeText text = text("abc");
        RowEvent row = inserted(1, 0x10, text);
        known.add(row);

        assertThat(arrivals().take(row)).isSameAs(row);
        assertThat(arrivals().claim()).isSameAs(LargeValues.NONE);
        assertThat(arrivals().take(piece(1, text, 0, 3))).isNull();
        assertThat(directory.toFile().list()).isEmpty();
    }

    @Test
    void theStreamMayNotPassARowThatWaits() {
        arrivals().take(inserted(1, 0x10, text("abc")));
        LaneEvent mark = new LaneEvent.Mark(1, Witness.first(1, new Lsn(0x20)), 0);
        LaneEvent elsewhere = new LaneEvent.Mark(2, Witness.first(1, new Lsn(0x20)), 0);

        assertThat(arrivals().take(elsewhere)).isSameAs(elsewhere);
        assertThatThrownBy(() -> arrivals().take(mark))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("BUG-163")
                .hasMessageContaining("0/10#1");
    }

    @Test
    void theStreamMayNotBeginBeforeACopiedRowIsWhole() {
        arrivals().take(copied(1, text("abc")));
        LaneEvent open = new LaneEvent.Open(1, "lineage", new Lsn(0x10), new Lsn(0x10));

        assertThatThrownBy(() -> arrivals().take(open))
                .hasMessageContaining("BUG-163")
                .hasMessageContaining("copied row");
    }

    @Test
    void aReaderThatAttachesAgainSendsItsRowAnew() {
        LargeText abandoned = text("abc");
        LargeText again = text("abc");
        arrivals().take(inserted(1, 0x10, abandoned));
        LaneEvent open = new LaneEvent.Open(1, "lineage", new Lsn(0x10), new Lsn(0x10));
        RowEvent row = inserted(1, 0x10, again);

        assertThat(arrivals().take(open)).isSameAs(open);
        assertThat(arrivals().take(piece(1, abandoned, 0, 3))).isNull();
        assertThat(arrivals().take(row)).isNull();
        assertThat(arrivals().take(piece(1, again, 0, 3))).isSameAs(row);
        arrivals().claim().close();
    }

    @Test
    void nothingIsLeftInTheDirectory() {
        arrivals().take(copied(1, text("abc")));

        arrivals().close();

        assertThat(directory.toFile().list()).isEmpty();
    }

    @Test
    void aDirectoryThatCannotBeUsedIsNamed() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        try (Arrivals unusable = new Arrivals(file, row -> false)) {
            assertThatThrownBy(() -> unusable.take(copied(1, text("abc"))))
                    .isInstanceOf(MigrationException.class)
                    .hasMessageContaining("TGT-211")
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("target.flush.directory");
        }
        Files.delete(file);
    }

    private Arrivals arrivals() {
        if (arrivals == null) {
            arrivals = new Arrivals(directory, known::contains);
        }
        return Objects.requireNonNull(arrivals);
    }

    private static LargeText text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return LargeText.of(COLUMN, bytes, 0, bytes.length);
    }

    private static RowEvent copied(int lane, LargeText text) {
        return new RowEvent.CopiedRow(
                lane, 0, new RowText.Builder(1, 0).addLarge(text).build());
    }

    private static RowEvent inserted(int lane, long lsn, LargeText text) {
        RowText row = new RowText.Builder(1, 0).addLarge(text).build();
        return new RowEvent.Insert(lane, 0, new Position(new Lsn(lsn), 1), Operation.INSERT, row);
    }

    private static LaneEvent piece(int lane, LargeText text, long offset, int length) {
        return new LaneEvent.Piece(lane, 0, text.value().id(), text.piece(offset, length));
    }
}
