package io.sealane.source.split;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/**
 * The source could not be read just now: the job restarts by its restart strategy and goes on. The message says what was
 * being read and what the server said, without the details in which it may quote a row.
 */
final class SourceFault extends IOException {
    private static final long serialVersionUID = 1L;

    SourceFault(String doing, @Nullable Throwable cause) {
        super(
                "SRC-350 Cannot " + doing + ": " + reason(cause)
                        + ". The job restarts by itself and goes on from its last checkpoint; if this stays, see whether"
                        + " the source is up and reachable.",
                cause);
    }

    private static String reason(@Nullable Throwable fault) {
        if (fault == null) {
            return "no answer";
        }
        return sql(fault)
                .map(SourceFault::named)
                .orElseGet(() -> fault.getClass().getSimpleName() + ": " + fault.getMessage());
    }

    /** What a driver or server said, beneath whatever has been wrapped around it. */
    static Optional<SQLException> sql(@Nullable Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return Optional.of(sql);
            }
        }
        return Optional.empty();
    }

    /** {@code relation "a" does not exist (SQLSTATE 42P01)}. */
    static String named(SQLException fault) {
        return said(fault).replaceFirst("\\.$", "") + " (SQLSTATE " + fault.getSQLState() + ")";
    }

    /** The server's own words, or the driver's; of several lines the first. */
    static String said(SQLException fault) {
        boolean byServer = fault instanceof PSQLException p && p.getServerErrorMessage() != null;
        String text = byServer ? ((PSQLException) fault).getServerErrorMessage().getMessage() : fault.getMessage();
        return String.valueOf(text).lines().findFirst().orElse("no message");
    }
}
