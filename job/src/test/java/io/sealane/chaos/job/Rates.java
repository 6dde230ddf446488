package io.sealane.chaos.job;

/**
 * How fast a migration may copy and stream, in rows a second; 0 for no limit. A slow one is under way for long enough to be
 * disturbed.
 */
public record Rates(long copy, long stream) {
    public static Rates of(long copyRows, long streamRows) {
        return new Rates(copyRows, streamRows);
    }

    String yaml() {
        return "copy: " + limit(copy) + ", stream: " + limit(stream);
    }

    private static String limit(long rows) {
        return rows == 0 ? "{}" : "{rows-per-second: " + rows + "}";
    }
}
