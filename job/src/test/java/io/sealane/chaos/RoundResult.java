package io.sealane.chaos;

import io.sealane.chaos.fault.FaultKind;
import io.sealane.chaos.reconcile.Difference;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one round found.
 *
 * @param seed replays this round alone
 * @param history what the source committed, in words
 * @param changesChecked entries of the target's own log that were held against the ledger
 * @param stopped why the migration came to an end before its time, if it did
 */
record RoundResult(
        long seed,
        String history,
        Map<FaultKind, Integer> faults,
        Map<Protection, Long> protections,
        long rowsCompared,
        long changesChecked,
        List<Difference> differences,
        Optional<String> stopped) {
    boolean passed() {
        return differences.isEmpty() && stopped.isEmpty();
    }
}
