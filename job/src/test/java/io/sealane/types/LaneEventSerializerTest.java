package io.sealane.types;

import io.sealane.model.LaneEvent;
import io.sealane.model.LaneEvent.Mark;
import io.sealane.model.LaneEvent.Open;
import io.sealane.model.LaneEvent.Piece;
import io.sealane.model.LargeText;
import io.sealane.model.Lsn;
import io.sealane.model.Operation;
import io.sealane.model.Position;
import io.sealane.model.RowEvent.CopiedRow;
import io.sealane.model.RowEvent.Delete;
import io.sealane.model.RowEvent.Insert;
import io.sealane.model.RowEvent.Update;
import io.sealane.model.RowText;
import io.sealane.model.SourceColumn;
import io.sealane.model.Witness;
import java.io.IOException;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class LaneEventSerializerTest {
    private static final Position POSITION = new Position(Lsn.parse("16/B374D848"), 300);

    /** Each variant with the bytes that are written. */
    static Stream<Arguments> golden() {
        RowText unchanged =
                new RowText.Builder(2, 0).add(RowText.of("7"), 0).addUnchanged().build();
        return Stream.of(
                Arguments.argumentSet(
                        "copied", new CopiedRow(127, 3, RowText.of("a", null, "")), "01007f000000030003040203" + "61"),
                Arguments.argumentSet(
                        "insert",
                        new Insert(40_000, 0, POSITION, Operation.UPDATE, RowText.of("é")),
                        "029c400000000000000016b374d848000000000000012c01000105c3a9"),
                Arguments.argumentSet(
                        "update",
                        new Update(1, 2, POSITION, null, unchanged),
                        "0300010000000200000016b374d848" + "000000000000012c0002040137"),
                Arguments.argumentSet(
                        "update with old row",
                        new Update(1, 2, POSITION, RowText.of("7", "x"), RowText.of("7", null)),
                        "0400010000000200000016b374d848000000000000012c00020404377800020402" + "37"),
                Arguments.argumentSet(
                        "delete",
                        new Delete(0, 1, POSITION, Operation.DELETE, RowText.of("k")),
                        "0500000000000100000016b374d848000000000000012c020001046b"),
                Arguments.argumentSet(
                        "open",
                        new Open(5, "system=1", Lsn.parse("0/10"), Lsn.parse("0/20")),
                        "060005000873797374656d3d3100000000000000100000000000000020"),
                Arguments.argumentSet(
                        "mark",
                        new Mark(9, new Witness(2, Lsn.parse("0/FF"), Lsn.parse("0/F0"), 5), 1),
                        "070009" + "00000002" + "00000000000000ff" + "00000000000000f0" + "0000000000000005"
                                + "0000000000000001"));
    }

    @ParameterizedTest
    @MethodSource("golden")
    void isWrittenAsItsBytesAndReadBack(LaneEvent event, String hex) throws IOException {
        byte[] written = write(event);

        assertThat(HexFormat.of().formatHex(written)).isEqualTo(hex);
        assertThat(read(written)).isEqualTo(event);
    }

    @Test
    void piecesAndTheRowTheyBelongToAreReadBack() throws IOException {
        SourceColumn column = new SourceColumn("note", "text", -1, "text", true);
        LargeText text = LargeText.of(column, new byte[] {1, 2, 3}, 0, 3);
        RowText row =
                new RowText.Builder(2, 0).addLarge(text).add(RowText.of("k"), 0).build();
        Piece piece = new Piece(4, 2, text.value().id(), new byte[] {1, 2});

        Insert insert = (Insert) read(write(new Insert(4, 2, POSITION, Operation.INSERT, row)));
        Piece read = (Piece) read(write(piece));

        assertThat(insert.after()).isEqualTo(row);
        assertThat(insert.after().large(0)).isEqualTo(text.value());
        assertThat(read.lane()).isEqualTo(4);
        assertThat(read.table()).isEqualTo(2);
        assertThat(read.value()).isEqualTo(text.value().id());
        assertThat(read.bytes()).containsExactly(1, 2);
    }

    @Test
    void longValuesKeepTheirLength() throws IOException {
        LaneEvent event = new CopiedRow(0, 0, RowText.of("x".repeat(3_000_000), null, "y".repeat(126)));

        assertThat(read(write(event))).isEqualTo(event);
    }

    private static byte[] write(LaneEvent event) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        LaneEventSerializer.INSTANCE.serialize(event, out);
        return out.getCopyOfBuffer();
    }

    private static LaneEvent read(byte[] bytes) throws IOException {
        DataInputDeserializer in = new DataInputDeserializer(bytes);
        LaneEvent event = LaneEventSerializer.INSTANCE.deserialize(in);
        assertThat(in.available()).isZero();
        return event;
    }
}
