package io.sealane.chaos.fault;

import io.sealane.chaos.fault.FaultKind.Phase;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** Deals the faults of one phase in seeded order, every kind once before any comes again. Used by one thread. */
public final class FaultDeck {
    private final Random random;
    private final List<FaultKind> kinds;
    private final Map<Phase, Deque<FaultKind>> decks = new EnumMap<>(Phase.class);

    /** @param kinds the faults that can be done where the job runs */
    public FaultDeck(long seed, List<FaultKind> kinds) {
        this.random = new Random(seed);
        this.kinds = List.copyOf(kinds);
        for (Phase phase : Phase.values()) {
            decks.put(phase, new ArrayDeque<>());
        }
    }

    public FaultKind deal(Phase phase) {
        Deque<FaultKind> deck = decks.get(phase);
        if (deck.isEmpty()) {
            List<FaultKind> shuffled =
                    kinds.stream().filter(kind -> kind.happensIn(phase)).collect(Collectors.toList());
            Collections.shuffle(shuffled, random);
            deck.addAll(shuffled);
        }
        return deck.remove();
    }

    /** A number from 0 to {@code bound - 1}, for what a fault leaves open. */
    public int number(int bound) {
        return random.nextInt(bound);
    }
}
