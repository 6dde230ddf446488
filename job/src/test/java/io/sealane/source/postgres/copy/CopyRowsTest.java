package io.sealane.source.postgres.copy;

import io.sealane.model.LargeText;
import io.sealane.model.ReplicaIdentity;
import io.sealane.model.RowText;
import io.sealane.model.SourceColumn;
import io.sealane.model.SourceTable;
import io.sealane.model.TableId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class CopyRowsTest {
    @Test
    void columnsStandBetweenTabs() {
        assertThat(parse(3, "1\ta b\t2.50\n")).isEqualTo(RowText.of("1", "a b", "2.50"));
        assertThat(parse(3, "\t\t\n")).isEqualTo(RowText.of("", "", ""));
        assertThat(parse(1, "\n")).isEqualTo(RowText.of(""));
        assertThat(parse(2, "ä\t日本\n")).isEqualTo(RowText.of("ä", "日本"));
    }

    @Test
    void nullIsNotTheTextThatLooksLikeIt() {
        assertThat(parse(4, "\\N\tN\t\\\\N\t\n")).isEqualTo(RowText.of(null, "N", "\\N", ""));
    }

    @ParameterizedTest
    @CsvSource({"b,8", "f,12", "n,10", "r,13", "t,9", "v,11"})
    void controlCharactersAreUnescaped(String escape, int character) {
        String value = "x" + (char) character + "y";
        assertThat(parse(2, "x\\" + escape + "y\tz\n")).isEqualTo(RowText.of(value, "z"));
    }

    @Test
    void backslashesAreHalved() {
        assertThat(parse(2, "C:\\\\new\\\\table\t\\\\\\\\\n")).isEqualTo(RowText.of("C:\\new\\table", "\\\\"));
        assertThat(parse(1, "\\\\x00ff\n")).isEqualTo(RowText.of("\\x00ff"));
    }

    @Test
    void aLargeValueStaysInTheLine() {
        String note = "é\t".repeat(LargeText.ROW_BYTES / 3);
        RowText row =
                parse(List.of("int4", "text", "text"), "7\t" + note.replace("\t", "\\t") + "\t" + "s".repeat(1000));

        assertThat(row.text(0)).isEqualTo("7");
        assertThat(row.text(2)).hasSize(1000);
        assertThat(row.isLarge(1)).isTrue();
        assertThat(row.size()).isLessThan(1100);
        assertThat(new String(whole(row, 1), StandardCharsets.UTF_8)).isEqualTo(note);
        assertThat(row.large(1).bytes()).isEqualTo(note.getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void aLargeByteaIsDecoded() {
        byte[] value = new byte[LargeText.ROW_BYTES];
        new Random(3).nextBytes(value);

        RowText row =
                parse(List.of("int4", "bytea"), "7\t\\\\x" + HexFormat.of().formatHex(value) + "\n");

        assertThat(row.large(1).bytes()).isEqualTo(value.length);
        assertThat(whole(row, 1)).isEqualTo(value);
    }

    @Test
    void keysAndShortValuesOfALargeRowAreNotLarge() {
        String key = "k".repeat(LargeText.ROW_BYTES);
        String shorter = "v".repeat(LargeText.VALUE_BYTES);
        String longer = "v".repeat(LargeText.VALUE_BYTES + 1);

        RowText row = parse(4, key + "\t" + shorter + "\t" + longer + "\t\\N");

        assertThat(row.text(0)).isEqualTo(key);
        assertThat(row.text(1)).isEqualTo(shorter);
        assertThat(row.isLarge(2)).isTrue();
        assertThat(row.isNull(3)).isTrue();
    }

    @Test
    void aRowThatIsNotLargeHasNoLargeValue() {
        String value = "v".repeat(LargeText.ROW_BYTES - 2);

        assertThat(parse(2, "1\t" + value).text(1)).isEqualTo(value);
    }

    @Test
    void rowOfAnotherTableIsABug() {
        assertThatThrownBy(() -> parse(3, "1\t2\n")).hasMessageContaining("BUG");
    }

    private static byte[] whole(RowText row, int column) {
        LargeText text = Objects.requireNonNull(row.largeText(column));
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        while (whole.size() < text.value().bytes()) {
            whole.writeBytes(text.piece(whole.size(), 100_003));
        }
        return whole.toByteArray();
    }

    private static RowText parse(int columns, String line) {
        return parse(Collections.nCopies(columns, "text"), line);
    }

    /** Of a table whose first column is the key. */
    private static RowText parse(List<String> types, String line) {
        List<SourceColumn> columns = new ArrayList<>();
        for (String type : types) {
            columns.add(new SourceColumn("c" + columns.size(), type, -1, type, true));
        }
        SourceTable table =
                new SourceTable(new TableId("public", "t"), columns, List.of(0), ReplicaIdentity.DEFAULT, false);
        return new CopyRows(table).parse(line.getBytes(StandardCharsets.UTF_8));
    }
}
