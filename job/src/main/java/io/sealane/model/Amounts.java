package io.sealane.model;

/** Amounts as people read them: rounded down, with two digits at least. */
public final class Amounts {
    private Amounts() {}

    /** {@code 512 B}, {@code 30 MB}, {@code 12 GB}; a KB is 1,024 bytes. */
    public static String bytes(long bytes) {
        if (bytes < 10L << 10) {
            return bytes + " B";
        }
        if (bytes < 10L << 20) {
            return (bytes >> 10) + " KB";
        }
        return bytes < 10L << 30 ? (bytes >> 20) + " MB" : (bytes >> 30) + " GB";
    }

    /** {@code 90 s}, {@code 45 min}, {@code 20 h}, {@code 3 d}. */
    public static String seconds(long seconds) {
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 120 * 60) {
            return seconds / 60 + " min";
        }
        return seconds < 48 * 3600 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
    }
}
