package io.sealane.oracle;

/**
 * A value that the target column cannot hold as the same value. The message says why, fit to stand behind "column X: ",
 * and never contains the value.
 */
public final class UnfitValueException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnfitValueException(String reason) {
        super(reason);
    }

    public UnfitValueException(String reason, Throwable cause) {
        super(reason, cause);
    }

    /** The reason without a stack trace's worth of context. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
