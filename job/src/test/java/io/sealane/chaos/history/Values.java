package io.sealane.chaos.history;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SplittableRandom;

/** What a row holds besides its key: everything follows from its version, so a version alone names a row's content. */
final class Values {
    private static final LocalDateTime ORIGIN = LocalDateTime.of(1970, 1, 1, 0, 0);
    private static final long SPAN_MICROS = 4_000_000_000_000_000L;
    private static final int LEAST_LONG_TEXT = 10_000;
    private static final int MOST_LONG_TEXT = 50_000;

    /** One of so many long texts is a large value, of 1.25 MB. */
    private static final int LARGE_OF = 100;

    private static final int LARGE_PARTS = 25;

    /** 64 letters drawn evenly do not compress; see {@code ColumnKind.LONG_TEXT}. */
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /** What COPY has to escape, what takes two to four bytes in UTF-8, what SQL has to quote. */
    private static final List<String> AWKWARD =
            List.of("\t", "\n", "\\", "\\N", "'", "\"", "é", "漢字", "🚢", "%s", "?", ":1", "\r\n", "\\.", "\u0001");

    private Values() {}

    static String note(long version) {
        SplittableRandom random = new SplittableRandom(version);
        StringBuilder note = new StringBuilder("v").append(version);
        for (int i = random.nextInt(4); i > 0; i--) {
            note.append(AWKWARD.get(random.nextInt(AWKWARD.size()))).append(letters(random, random.nextInt(30)));
        }
        return note.append('.').toString();
    }

    static BigDecimal amount(long version) {
        SplittableRandom random = new SplittableRandom(~version);
        BigInteger unscaled =
                BigInteger.valueOf(random.nextLong()).multiply(BigInteger.valueOf(random.nextInt(100_000)));
        return new BigDecimal(unscaled, random.nextInt(12));
    }

    static LocalDateTime at(long version) {
        return ORIGIN.plus(Math.floorMod(mix(version), SPAN_MICROS), ChronoUnit.MICROS);
    }

    static boolean flag(long version) {
        return (mix(version) & 1) == 0;
    }

    static String longText(long version) {
        SplittableRandom random = new SplittableRandom(version);
        if (Math.floorMod(mix(version), LARGE_OF) == 0) {
            // Pieces end within characters.
            return ("漢é" + letters(random, MOST_LONG_TEXT)).repeat(LARGE_PARTS);
        }
        return letters(random, LEAST_LONG_TEXT + random.nextInt(MOST_LONG_TEXT - LEAST_LONG_TEXT)) + "漢🚢";
    }

    /** Spreads a number over all 64 bits (the finalizer of MurmurHash3). */
    static long mix(long number) {
        long h = number * 0x9E3779B97F4A7C15L;
        h = (h ^ h >>> 33) * 0xFF51AFD7ED558CCDL;
        h = (h ^ h >>> 33) * 0xC4CEB9FE1A85EC53L;
        return h ^ h >>> 33;
    }

    private static String letters(SplittableRandom random, int length) {
        StringBuilder letters = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            letters.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return letters.toString();
    }
}
