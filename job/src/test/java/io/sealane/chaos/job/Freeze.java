package io.sealane.chaos.job;

import io.sealane.standin.OracleStandIn;
import io.sealane.standin.fault.CommitFate;
import io.sealane.standin.fault.Hold;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sessions at the target that fall silent one by one, each when it has ended a transaction, and so without locks; as if
 * their process had been stopped. Those that come after {@link #sparesNewcomers} are left alone.
 */
public final class Freeze implements AutoCloseable {
    private final OracleStandIn standIn;
    private final Set<Integer> ended = ConcurrentHashMap.newKeySet();
    private final Hold hold;
    private volatile long newestSession = Long.MAX_VALUE;

    Freeze(OracleStandIn standIn) {
        this.standIn = standIn;
        standIn.faults().onCommit(attempt -> {
            if (attempt.session() <= newestSession) {
                ended.add(attempt.session());
            }
            return CommitFate.PROCEED;
        });
        hold = standIn.faults().silence(ended::contains);
    }

    /** How many sessions are silent now. */
    public int held() {
        return hold.held();
    }

    /** From now on new sessions are served. */
    public void sparesNewcomers() {
        newestSession = standIn.counters().connectionsOpened();
    }

    /** Lets all of them go on where they stood. */
    public void release() {
        hold.release();
    }

    @Override
    public void close() {
        release();
    }
}
