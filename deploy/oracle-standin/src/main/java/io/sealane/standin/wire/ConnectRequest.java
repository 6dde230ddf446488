package io.sealane.standin.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The client's CONNECT packet and its two answers. Layout: node-oracledb thin, lib/thin/protocol/messages/connect.js. */
public record ConnectRequest(String descriptor, int sessionDataUnit) {
    private static final Pattern SERVICE =
            Pattern.compile("\\(\\s*(?:SERVICE_NAME|SID)\\s*=\\s*([^)\\s]*)\\s*\\)", Pattern.CASE_INSENSITIVE);
    /** That of Oracle 19c; packets have four bytes of length from 315 on, and node-oracledb takes no less than that. */
    private static final int VERSION = 318;

    private static final int ACCEPT_BYTES = 45;
    private static final int LARGEST_DATA_UNIT = 32767;
    private static final int SMALLEST_DATA_UNIT = 512;
    /** Without native network services no encryption or checksum negotiation takes place. */
    private static final int SERVICES_OFF_CLIENT = 0x04;

    private static final int SERVICES_OFF_SERVER = 0x08;

    public static ConnectRequest read(PacketStream packets) throws IOException {
        Packet packet = packets.take();
        if (packet.type() != Packet.CONNECT) {
            throw new IOException("Expected CONNECT, found packet type " + packet.type());
        }
        ByteBuffer body = ByteBuffer.wrap(packet.body());
        int version = body.getShort(offset(8)) & 0xffff;
        if (version < VERSION) {
            throw new IOException("The client speaks version " + version + ", which is less than " + VERSION);
        }
        int dataUnit = body.getShort(offset(14)) & 0xffff;
        int length = body.getShort(offset(24)) & 0xffff;
        int start = offset(body.getShort(offset(26)) & 0xffff);
        if (start >= 0 && start + length <= packet.body().length) {
            return new ConnectRequest(text(packet.body(), start, length), dataUnit);
        }
        byte[] data = packets.takeData();
        return new ConnectRequest(text(data, 2, data.length - 2), dataUnit);
    }

    private static int offset(int fromPacketStart) {
        return fromPacketStart - Packet.HEADER_BYTES;
    }

    private static String text(byte[] bytes, int from, int length) {
        return new String(bytes, from, length, StandardCharsets.UTF_8);
    }

    /** The service name or SID asked for, in upper case without its domain, or empty. */
    public String service() {
        Matcher matcher = SERVICE.matcher(descriptor);
        return matcher.find() ? matcher.group(1).toUpperCase(Locale.ROOT) : "";
    }

    public void accept(PacketStream packets) throws IOException {
        int dataUnit = Math.max(SMALLEST_DATA_UNIT, Math.min(sessionDataUnit, LARGEST_DATA_UNIT));
        ByteBuffer body = ByteBuffer.allocate(ACCEPT_BYTES - Packet.HEADER_BYTES);
        body.putShort(offset(8), (short) VERSION);
        body.putShort(offset(12), (short) dataUnit);
        body.putShort(offset(14), (short) LARGEST_DATA_UNIT);
        body.putShort(offset(16), (short) 0x0100);
        body.putShort(offset(20), (short) ACCEPT_BYTES);
        body.put(offset(22), (byte) SERVICES_OFF_CLIENT);
        body.put(offset(23), (byte) SERVICES_OFF_SERVER);
        body.putInt(offset(32), dataUnit);
        body.putInt(offset(36), LARGEST_DATA_UNIT);
        packets.accept(body.array(), dataUnit);
    }

    /** Refuses the connection; the driver raises exactly this code. */
    public static void refuse(PacketStream packets, int code) throws IOException {
        byte[] reason = ("(DESCRIPTION=(TMP=)(VSNNUM=202375680)(ERR=" + code + ")(ERROR_STACK=(ERROR=(CODE=" + code
                        + ")(EMFI=4))))")
                .getBytes(StandardCharsets.US_ASCII);
        ByteBuffer body = ByteBuffer.allocate(4 + reason.length);
        body.put((byte) 0x22).put((byte) 0).putShort((short) reason.length).put(reason);
        packets.send(Packet.REFUSE, body.array());
    }
}
