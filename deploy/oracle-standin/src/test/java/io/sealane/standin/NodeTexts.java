package io.sealane.standin;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Values of every {@link NodeColumn} at the edges of its type, as texts. */
final class NodeTexts {
    private static final String EVERY_LENGTH = "a\u00e9\u20ac\ud83d\ude00";
    private static final String LARGE_TEXT = ("0123456789\u00e9\u56fd\ud83d\ude00\n").repeat(70_000);
    private static final String LARGE_BINARY = largeBinary();

    private NodeTexts() {}

    private static String largeBinary() {
        byte[] bytes = new byte[2_000_000];
        new Random(7).nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** What both clients can write. */
    static List<String> ofBothClients(NodeColumn column) {
        return switch (column) {
            case N ->
                List.of(
                        "0",
                        "1",
                        "-1",
                        "100",
                        "-100",
                        "99",
                        "-99",
                        "0.01",
                        "-0.01",
                        "123.4",
                        "-1234.5678",
                        "12345678901234567890123456789012345678",
                        "-99999999999999999999999999999999999999",
                        "1e125",
                        "-1e125",
                        "1e-130",
                        "-1e-130",
                        "-9.99e125");
            case P -> List.of("0.0000000001", "-1234.5", "9999999999999999999999999999");
            case I -> List.of("999999999999999999", "-999999999999999999", "10");
            case F -> List.of("1.5", "-2.25e-20");
            case V -> List.of(EVERY_LENGTH, " ", "trailing  ", "line\n", "'");
            case VC -> List.of("\ud83d\ude00".repeat(250), "\u00e9".repeat(126), "x".repeat(1000));
            case NV -> List.of(EVERY_LENGTH, "\u4e2d\u6587", "trailing  ");
            case C -> List.of("five!", "ab   ", "\u20ac  ", "     ");
            case CC -> List.of("\u20ac    ", "\u00e9\u00e9\u00e9\u00e9\u00e9");
            case NC -> List.of("\u20ac    ", "\u4e2d\u6587   ");
            case D ->
                List.of(
                        "2024-02-29T23:59:58Z",
                        "1970-01-01T00:00:00Z",
                        "1969-12-31T23:59:59Z",
                        "9999-12-31T23:59:59Z",
                        "1582-10-15T00:00:00Z",
                        "0101-01-01T00:00:00Z",
                        "2000-01-01T00:00:00Z",
                        "1999-12-31T12:30:00Z");
            case TS -> List.of("2024-02-29T23:59:58.001Z", "9999-12-31T23:59:59.999Z", "1800-06-01T01:02:03Z");
            case TZ -> List.of("2024-02-29T23:59:58.120Z", "2024-01-01T00:00:00Z", "1900-12-31T20:00:00Z");
            case LTZ -> List.of("2024-02-29T23:59:58.120Z", "2024-01-01T00:00:00Z");
            case DS ->
                List.of(
                        "0 0 0 0 0",
                        "12 3 4 5 678000000",
                        "-1 -2 -3 -4 -500000001",
                        "999999999 23 59 59 999999999",
                        "0 0 0 -1 0",
                        "0 0 0 0 -1");
            case YM -> List.of("0 0", "12 11", "-1 -11", "999999999 11", "0 -1");
            case R -> List.of("00", "ff", "00ff10", "ab".repeat(2000));
            case BF -> List.of("0", "1.5", "-1.5", "0.1", "3.4028235E38", "1.4E-45", "NaN", "Infinity", "-Infinity");
            case BD ->
                List.of(
                        "0",
                        "1.5",
                        "-1.5",
                        "0.1",
                        "1.7976931348623157E308",
                        "4.9E-324",
                        "NaN",
                        "Infinity",
                        "-Infinity");
            case CL -> List.of(EVERY_LENGTH, "x".repeat(4001), LARGE_TEXT);
            case CLV -> List.of(EVERY_LENGTH, "\u20ac".repeat(2000), "x".repeat(32_000));
            case NCL -> List.of(EVERY_LENGTH, "\u20ac".repeat(4001), LARGE_TEXT);
            case BL -> List.of("00", "00ff10", LARGE_BINARY);
            case B -> List.of("true", "false");
            case J -> List.of("{\"a\":[1,\"" + EVERY_LENGTH + "\",null]}");
            case X -> List.of("<a b=\"1\">" + EVERY_LENGTH + "</a>");
        };
    }

    /** What no JavaScript number can hold, or what node-oracledb refuses to send. */
    static List<String> ofOjdbcAlone(NodeColumn column) {
        return switch (column) {
            case N ->
                List.of(
                        "0.1234567890123456789012345678901234567",
                        "-12345678901234567890.123456789012345678",
                        "9.9999999999999999999999999999999999999e125",
                        "9.99e-129");
            case P -> List.of("-1234567890123456789012345678.0987654321");
            default -> List.of();
        };
    }
}
