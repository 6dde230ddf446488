package io.sealane.source.postgres.stream;

import io.sealane.model.LargeText;
import io.sealane.model.Lsn;
import io.sealane.model.MigrationException;
import io.sealane.model.ReplicaIdentity;
import io.sealane.model.RowText;
import io.sealane.model.SourceColumn;
import io.sealane.model.SourceTable;
import io.sealane.model.TableId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Messages as the protocol's documentation has them, byte by byte. */
final class PgOutputDecoderTest {
    private static final TableId ITEMS = new TableId("public", "items");
    private static final SourceTable TABLE = new SourceTable(
            ITEMS,
            List.of(
                    new SourceColumn("id", "int4", -1, "integer", false),
                    new SourceColumn("price", "numeric", 655366, "numeric(10,2)", true),
                    new SourceColumn("doc", "text", -1, "text", true)),
            List.of(0),
            ReplicaIdentity.DEFAULT,
            false);

    private final RecordedChanges seen = new RecordedChanges();
    private final Set<Integer> unseen = new HashSet<>();
    private final PgOutputDecoder decoder = new PgOutputDecoder(
            Map.of(ITEMS, TABLE),
            Map.of(23, "int4", 1700, "numeric", 25, "text"),
            transaction -> !unseen.contains(transaction));

    @Test
    void transactionIsToldInOrder() {
        decode(message('B').int64(0x16_0000_0100L).int64(1_000_000).int32(7));
        assertThat(decoder.inTransaction()).isTrue();
        decode(relation(1, "numeric(10,2)"));
        decode(message('I').int32(1).kind('N').int16(3).text("1").nothing().text("a"));
        decode(message('U').int32(1).kind('N').int16(3).text("1").text("2.50").unchanged());
        decode(message('U')
                .int32(1)
                .kind('K')
                .int16(3)
                .text("1")
                .nothing()
                .nothing()
                .kind('N')
                .int16(3)
                .text("2")
                .text("2.50")
                .unchanged());
        decode(message('U')
                .int32(1)
                .kind('O')
                .int16(3)
                .text("2")
                .nothing()
                .text("a")
                .kind('N')
                .int16(3)
                .text("3")
                .nothing()
                .unchanged());
        decode(message('D').int32(1).kind('K').int16(3).text("3").nothing().nothing());
        decode(message('T').int32(2).int8(0).int32(1).int32(99));
        decode(message('C')
                .int8(0)
                .int64(0x16_0000_0100L)
                .int64(0x16_0000_0130L)
                .int64(1_000_000));

        assertThat(seen.changes)
                .containsExactly(
                        "insert items [1, null, a]",
                        "update items [1, 2.50, -]",
                        "update items [1, -, -] -> [2, 2.50, -]",
                        "update items [2, null, a] -> [3, null, -]",
                        "delete items [3, -, -]",
                        "truncate [items]");
        assertThat(seen.begun).isEqualTo(Lsn.parse("16/100"));
        assertThat(seen.end).isEqualTo(Lsn.parse("16/130"));
        assertThat(seen.commitMicros).isEqualTo(946_684_801_000_000L);
        assertThat(decoder.inTransaction()).isFalse();
    }

    @Test
    void updateThatLacksValuesIsHeldUntilItsTransactionIsVisible() {
        unseen.add(7);
        decode(message('B').int64(0x16_0000_0100L).int64(1_000_000).int32(7));
        decode(relation(1, "numeric(10,2)"));
        Message whole =
                message('U').int32(1).kind('N').int16(3).text("1").text("2.50").text("a");

        assertThat(decode(whole)).isTrue();
        int before = seen.changes.size();
        assertThat(decode(lackingUpdate())).isFalse();
        assertThat(seen.changes).as("nothing is told").hasSize(before);
        unseen.clear();
        assertThat(decode(lackingUpdate())).isTrue();
        assertThat(seen.changes).hasSize(before + 1);
    }

    @Test
    void aLargeValueStaysInTheMessageAndFillsTheNewRow() {
        String doc = "é".repeat(LargeText.ROW_BYTES / 2 + 1);
        decode(message('B').int64(0x16_0000_0100L).int64(1_000_000).int32(7));
        decode(relation(1, "numeric(10,2)"));
        decode(message('I').int32(1).kind('N').int16(3).text("1").nothing().text(doc));
        decode(message('U')
                .int32(1)
                .kind('O')
                .int16(3)
                .text("1")
                .nothing()
                .text(doc)
                .kind('N')
                .int16(3)
                .text("1")
                .text("3")
                .unchanged());

        RowText inserted = seen.rows.get(0);
        RowText old = seen.olds.get(0);
        RowText updated = seen.rows.get(1).fillUnchangedFrom(old);
        assertThat(inserted.size()).isLessThan(100);
        for (RowText row : List.of(inserted, old, updated)) {
            LargeText text = Objects.requireNonNull(row.largeText(2));
            assertThat(text.value()).isEqualTo(row.large(2));
            assertThat(new String(text.piece(0, Integer.MAX_VALUE), StandardCharsets.UTF_8))
                    .isEqualTo(doc);
        }
    }

    @Test
    void tablesOutsideThePlanArePassedOver() {
        decode(message('R').int32(5).string("public").string("other").kind('d').int16(0));
        decode(message('I').int32(5).kind('N').int16(0));
        decode(message('T').int32(1).int8(0).int32(5));
        decode(message('O').int64(1).string("origin"));
        decode(message('M').int8(0).int64(1).string("prefix").int32(0));
        assertThat(seen.changes).isEmpty();
    }

    @Test
    void domainsAreKnownByTheirBaseType() {
        decode(message('Y').int32(16_400).string("pg_catalog").string("numeric"));
        decode(relation(1, "domain"));
        decode(message('D').int32(1).kind('K').int16(3).text("3").nothing().nothing());
        assertThat(seen.changes).containsExactly("delete items [3, -, -]");
    }

    @Test
    void otherLayoutIsRefused() {
        assertThatThrownBy(() -> decode(relation(1, "numeric(10,4)")))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("public.items")
                .hasMessageContaining("column price is no longer numeric(10,2)");
        assertThatThrownBy(() -> decode(message('R')
                        .int32(1)
                        .string("public")
                        .string("items")
                        .kind('d')
                        .int16(1)
                        .int8(1)
                        .string("id")
                        .int32(23)
                        .int32(-1)))
                .hasMessageContaining("column price is gone; column doc is gone");
    }

    @Test
    void keyThatIsNoLongerLoggedIsRefused() {
        assertThatThrownBy(() -> decode(relation(0, "numeric(10,2)")))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("replica identity changed");
    }

    @Test
    void oldRowWithoutItsKeyIsRefused() {
        decode(relation(1, "numeric(10,2)"));
        assertThatThrownBy(() -> decode(message('D')
                        .int32(1)
                        .kind('O')
                        .int16(3)
                        .nothing()
                        .nothing()
                        .nothing()))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("column id of the old row was not logged");
    }

    @Test
    void unknownMessagesAreABug() {
        assertThatThrownBy(() -> decode(message('S').int32(1)))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("message of kind 'S'");
    }

    /** @param keyFlag 1 if the replica identity holds the first column */
    private static Message relation(int keyFlag, String price) {
        Message relation =
                message('R').int32(1).string("public").string("items").kind('d').int16(3);
        relation.int8(keyFlag).string("id").int32(23).int32(-1);
        switch (price) {
            case "domain" -> relation.int8(0).string("price").int32(16_400).int32(-1);
            case "numeric(10,4)" -> relation.int8(0).string("price").int32(1700).int32(655368);
            default -> relation.int8(0).string("price").int32(1700).int32(655366);
        }
        return relation.int8(0).string("doc").int32(25).int32(-1);
    }

    private static Message lackingUpdate() {
        return message('U').int32(1).kind('N').int16(3).text("1").text("2.50").unchanged();
    }

    private boolean decode(Message message) {
        try {
            return decoder.decode(message.whole(), seen);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static Message message(char kind) {
        return new Message(ByteBuffer.allocate(4 << 20)).kind(kind);
    }

    /** Writes a message; the first byte of its array is not its first byte, as with the driver's. */
    private record Message(ByteBuffer bytes) {
        Message {
            bytes.put((byte) 'w');
        }

        ByteBuffer whole() {
            bytes.flip();
            bytes.get();
            return bytes.slice();
        }

        Message kind(char kind) {
            return int8(kind);
        }

        Message int8(int value) {
            bytes.put((byte) value);
            return this;
        }

        Message int16(int value) {
            bytes.putShort((short) value);
            return this;
        }

        Message int32(int value) {
            bytes.putInt(value);
            return this;
        }

        Message int64(long value) {
            bytes.putLong(value);
            return this;
        }

        Message string(String value) {
            bytes.put(value.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return int8(0);
        }

        Message text(String value) {
            byte[] utf8 = value.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            kind('t').int32(utf8.length).bytes.put(utf8);
            return this;
        }

        Message nothing() {
            return kind('n');
        }

        Message unchanged() {
            return kind('u');
        }
    }
}
