package io.sealane.prepare;

import io.sealane.config.TargetConfig;
import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import io.sealane.oracle.ErrorClass;
import java.net.UnknownHostException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Says in one line what a fault of the target's driver means and what to do. */
record TargetFaults(TargetConfig config) {
    private static final int UNKNOWN_HOST = 17868;

    /** Why no connection could be made. */
    MigrationException connecting(SQLException e) {
        return new MigrationException(
                Kind.TARGET,
                "TGT-301",
                "Cannot connect to the target " + config.url() + " as user " + config.user() + ": " + reason(e),
                e);
    }

    /** A statement failed. */
    static MigrationException during(String what, SQLException e) {
        String remedy =
                switch (ErrorClass.of(e.getErrorCode(), e)) {
                    case SECURITY, SCHEMA ->
                        "Grant what is missing, or let an administrator run what `sealane prepare"
                                + " --print` prints.";
                    case RESOURCE -> "Give the schema space or quota and run it again.";
                    case CONNECTION, TRANSIENT -> "Run it again.";
                    case DATA, CONFLICT, FATAL -> "Correct what the server complains of and run it again.";
                };
        return new MigrationException(
                Kind.TARGET, "TGT-399", "Cannot " + what + " at the target: " + firstLine(e) + ". " + remedy, e);
    }

    private static String reason(SQLException e) {
        return switch (e.getErrorCode()) {
            case 1017 ->
                "user name or password is wrong (ORA-01017). Check target.user and target.password; repeated"
                        + " failures may lock the account.";
            case 1045 -> "the user may not log on (ORA-01045). GRANT CREATE SESSION to it.";
            case 12505, 12514 ->
                "the listener knows no such service (ORA-" + e.getErrorCode()
                        + "). Check the service name in target.url, and that the database is open.";
            case 28000 -> "the account is locked (ORA-28000). Let an administrator unlock it.";
            case 28001 -> "the password has expired (ORA-28001). Change it.";
            case UNKNOWN_HOST -> "the host name is not known. Check target.url.";
            default -> network(e);
        };
    }

    private static String network(SQLException e) {
        for (@Nullable Throwable at = e; at != null; at = at.getCause()) {
            if (at instanceof UnknownHostException) {
                return "the host name is not known. Check target.url.";
            }
        }
        if (ErrorClass.of(e.getErrorCode(), e) == ErrorClass.CONNECTION) {
            return "no listener answers there (" + code(e)
                    + "). Check host and port in target.url, that the listener is up, and firewalls in between.";
        }
        return firstLine(e) + ". Check the keys under target.";
    }

    private static String code(SQLException e) {
        return e.getErrorCode() == 0 ? "no ORA code" : String.format("ORA-%05d", e.getErrorCode());
    }

    /** Without the help URL that the driver puts on a line of its own. */
    private static String firstLine(SQLException e) {
        String message = String.valueOf(e.getMessage());
        return message.lines().findFirst().orElse(message).strip();
    }
}
