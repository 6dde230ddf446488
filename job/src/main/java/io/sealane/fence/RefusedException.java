package io.sealane.fence;

import io.sealane.model.MigrationException;

/** A fault that doing the same again cannot heal: the job stops for good and waits for a person. */
public final class RefusedException extends MigrationException {
    private static final long serialVersionUID = 1L;

    public RefusedException(Kind kind, String code, String message) {
        super(kind, code, message);
    }

    public RefusedException(Kind kind, String code, String message, Throwable cause) {
        super(kind, code, message, cause);
    }
}
