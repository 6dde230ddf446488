package io.sealane.standin.wire;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class WirePrimitivesTest {
    private final WireWriter writer = new WireWriter();

    /** Hands out the bytes in DATA packets of a few bytes each, so that values run on over packets. */
    private WireReader reader(int packetBytes) {
        byte[] bytes = writer.toBytes();
        int[] position = {0};
        return new WireReader(() -> {
            if (position[0] >= bytes.length) {
                throw new EOFException("No more packets");
            }
            byte[] packet = new byte[2 + Math.min(packetBytes, bytes.length - position[0])];
            System.arraycopy(bytes, position[0], packet, 2, packet.length - 2);
            position[0] += packet.length - 2;
            return packet;
        });
    }

    @ParameterizedTest
    @CsvSource({"0, 00", "1, 0101", "255, 01ff", "256, 020100", "65536, 03010000", "-127, 817f"})
    void integersCarryTheirLength(long value, String hex) throws IOException {
        writer.integer(value);

        assertThat(HexFormat.of().formatHex(writer.toBytes())).isEqualTo(hex);
        assertThat(reader(1).integer()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 252, 253, 255, 32767, 32768, 100_000})
    void valuesOfEveryLengthReadBackOverPackets(int length) throws IOException {
        byte[] value = new byte[length];
        Arrays.fill(value, (byte) 0xab);

        writer.value(value).u1(7);

        WireReader reader = reader(1000);
        assertThat(reader.value()).isEqualTo(value);
        assertThat(reader.u1()).isEqualTo(7);
    }

    @Test
    void integersAreOneValueAndAChunkEachWhereTheyAreMany() throws IOException {
        writer.integers(new long[] {0, 1, 300});
        assertThat(HexFormat.of().formatHex(writer.toBytes())).isEqualTo("06" + "00" + "0101" + "02012c");

        writer.clear();
        long[] many = new long[100];
        Arrays.fill(many, 300);
        writer.integers(many);
        assertThat(HexFormat.of().formatHex(writer.toBytes())).isEqualTo("fe" + "010302012c".repeat(100) + "00");
        assertThat(reader(50).value()).hasSize(300);
    }

    @Test
    void signedBytesAreAsTheClientAsksForThem() {
        writer.signedByte(-127).signedByte(0);
        writer.writeSignedBytesPlain();
        writer.signedByte(-127).signedByte(0);

        assertThat(HexFormat.of().formatHex(writer.toBytes())).isEqualTo("817f" + "00" + "81" + "00");
    }

    @Test
    void emptyAndNullAreTheSameValue() throws IOException {
        writer.value(null).value(new byte[0]);

        WireReader reader = reader(10);
        assertThat(reader.value()).isNull();
        assertThat(reader.value()).isNull();
    }

    @Test
    void sizedTextIsEmptyWithoutAValue() throws IOException {
        writer.sizedText("").sizedText("größe");

        WireReader reader = reader(3);
        assertThat(reader.sizedText()).isEmpty();
        assertThat(reader.sizedText()).isEqualTo("größe");
    }

    @Test
    void restOfAPacketIsCountedAndForgotten() throws IOException {
        writer.u1(1).u1(2).u1(3);

        WireReader reader = reader(10);
        reader.u1();
        assertThat(reader.discardRest()).isEqualTo(2);
    }
}
