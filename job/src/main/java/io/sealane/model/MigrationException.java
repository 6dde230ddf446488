package io.sealane.model;

import org.jspecify.annotations.Nullable;

/**
 * A fault that stops the migration or the command, told to its user: {@code Cannot <do what>: <what was found>. <What to
 * do>.} Never carries row values.
 */
public class MigrationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Whose fault it is, and the exit code that says so. */
    public enum Kind {
        CONFIG(2),
        SOURCE(3),
        TARGET(4),
        BUG(70);

        private final int exitCode;

        Kind(int exitCode) {
            this.exitCode = exitCode;
        }

        public int exitCode() {
            return exitCode;
        }
    }

    private final Kind kind;
    private final String code;

    /**
     * @param code stable code of this fault: {@code SRC-104}
     * @param message what could not be done, what was found, what to do; without the code
     */
    public MigrationException(Kind kind, String code, String message, @Nullable Throwable cause) {
        super(code + " " + message, cause);
        this.kind = kind;
        this.code = code;
    }

    public MigrationException(Kind kind, String code, String message) {
        this(kind, code, message, null);
    }

    public Kind kind() {
        return kind;
    }

    public String code() {
        return code;
    }
}
