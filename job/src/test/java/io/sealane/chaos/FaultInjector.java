package io.sealane.chaos;

import io.sealane.chaos.fault.FaultKind;
import java.util.Map;
import java.util.Optional;

/** Does faults to a running migration, and counts those that happened. Used by one thread. */
interface FaultInjector {
    /** Does one fault; says why the migration did not survive it, if that is seen already. */
    Optional<String> inject(FaultKind kind) throws Exception;

    /** Takes back what was asked for and has not happened, and leaves everything running. */
    void calm() throws Exception;

    Map<FaultKind, Integer> injected();
}
