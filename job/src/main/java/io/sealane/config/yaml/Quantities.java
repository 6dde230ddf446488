package io.sealane.config.yaml;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as people write them: {@code 500ms}, {@code 10s}, {@code 4MB}. */
public final class Quantities {
    private static final Pattern FORM = Pattern.compile("(\\d{1,18})\\s*([A-Za-z]+)");
    private static final Map<String, Duration> TIME_UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "min", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));
    private static final Map<String, Long> SIZE_UNITS = Map.of("B", 1L, "KB", 1L << 10, "MB", 1L << 20, "GB", 1L << 30);

    private Quantities() {}

    /** A duration, or nothing if the text is none. */
    static Optional<Duration> duration(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches() || !TIME_UNITS.containsKey(form.group(2))) {
            return Optional.empty();
        }
        try {
            return Optional.of(TIME_UNITS.get(form.group(2)).multipliedBy(Long.parseLong(form.group(1))));
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** A number of bytes, or nothing if the text is none; a KB is 1,024 bytes. */
    static Optional<Long> size(String text) {
        Matcher form = FORM.matcher(text.strip());
        Long unit = form.matches() ? SIZE_UNITS.get(form.group(2).toUpperCase(Locale.ROOT)) : null;
        if (unit == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Math.multiplyExact(unit, Long.parseLong(form.group(1))));
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** As a user would write it: {@code 90s}, {@code 1500ms}. */
    public static String print(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0 || millis == 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds % 3600 == 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "min" : seconds + "s";
    }

    /** As a user would write it: {@code 4MB}; the unit is the largest that leaves no fraction. */
    public static String print(long bytes) {
        if (bytes == 0 || bytes % 1024 != 0) {
            return bytes + "B";
        }
        if (bytes % (1L << 30) == 0) {
            return (bytes >> 30) + "GB";
        }
        return bytes % (1L << 20) == 0 ? (bytes >> 20) + "MB" : (bytes >> 10) + "KB";
    }
}
