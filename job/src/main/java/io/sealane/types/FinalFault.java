package io.sealane.types;

import io.sealane.model.MigrationException;
import org.apache.flink.runtime.execution.SuppressRestartsException;

/**
 * Ends the job for good, because a restart would meet the same fault. Says at once what happened: Flink's own exception only
 * says that there is a cause, and the web UI shows the causes under a page of stack frames.
 */
public final class FinalFault extends SuppressRestartsException {
    private static final long serialVersionUID = 1L;

    private final String message;

    /** @param fault what the user has to know; stays the cause, so its kind and code are found */
    public FinalFault(MigrationException fault) {
        super(fault);
        this.message = String.valueOf(fault.getMessage());
        setStackTrace(new StackTraceElement[0]); // the cause has it
    }

    @Override
    public String getMessage() {
        return message;
    }
}
