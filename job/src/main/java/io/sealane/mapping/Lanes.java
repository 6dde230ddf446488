package io.sealane.mapping;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;

/**
 * The rule that gives every row its lane: hash(target table, canonical key) mod {@code count}. Frozen for the life of a
 * migration, because a fence says nothing about rows that took another lane.
 *
 * @param count number of lanes, 1 to 32768
 */
public record Lanes(int count) implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int HASH_VERSION = 1;

    public static final int DEFAULT_COUNT = 128;

    public Lanes {
        if (count < 1 || count > 1 << 15) {
            throw new IllegalArgumentException("Invalid number of lanes: " + count + ". Give 1 to 32768.");
        }
    }

    /** What of this rule is part of the lineage: {@code 128/v1}. */
    public String fingerprint() {
        return count + "/v" + HASH_VERSION;
    }

    /** The lane of a row of {@code table} with this canonical key. */
    public int laneOf(TablePlan table, String canonicalKey) {
        int hash = murmur(table.target().quoted(), 0x5EA1A2E);
        return Math.floorMod(murmur(canonicalKey, hash), count);
    }

    /** MurmurHash3 (x86, 32 bit) of the text's UTF-8 bytes. */
    private static int murmur(String text, int seed) {
        byte[] data = text.getBytes(StandardCharsets.UTF_8);
        int h = seed;
        int end = data.length & ~3;
        for (int i = 0; i < end; i += 4) {
            int k = data[i] & 0xFF | (data[i + 1] & 0xFF) << 8 | (data[i + 2] & 0xFF) << 16 | data[i + 3] << 24;
            h = Integer.rotateLeft(h ^ scramble(k), 13) * 5 + 0xE6546B64;
        }
        int tail = 0;
        for (int i = data.length - 1; i >= end; i--) {
            tail = tail << 8 | data[i] & 0xFF;
        }
        h ^= scramble(tail) ^ data.length;
        h = (h ^ h >>> 16) * 0x85EBCA6B;
        h = (h ^ h >>> 13) * 0xC2B2AE35;
        return h ^ h >>> 16;
    }

    private static int scramble(int k) {
        return Integer.rotateLeft(k * 0xCC9E2D51, 15) * 0x1B873593;
    }
}
