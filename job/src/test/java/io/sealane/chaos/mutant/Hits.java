package io.sealane.chaos.mutant;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How often rewritten code was run: a run that never came by has shown nothing. Public and static because it is called
 * from the product's classes, into which the cuts are written.
 */
public final class Hits {
    private static final Map<Mutant, AtomicLong> COUNTS = new ConcurrentHashMap<>();

    private Hits() {}

    public static void count(Mutant mutant) {
        COUNTS.computeIfAbsent(mutant, m -> new AtomicLong()).incrementAndGet();
    }

    static long of(Mutant mutant) {
        AtomicLong count = COUNTS.get(mutant);
        return count == null ? 0 : count.get();
    }

    static void clear() {
        COUNTS.clear();
    }
}
