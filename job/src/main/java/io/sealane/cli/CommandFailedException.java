package io.sealane.cli;

/** A command has failed where only an exception can say so; its message is what the command would have printed. */
final class CommandFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CommandFailedException(String message, int exitCode) {
        super(message + " (exit code " + exitCode + ")");
    }
}
