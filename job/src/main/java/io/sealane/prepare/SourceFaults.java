package io.sealane.prepare;

import io.sealane.config.SourceConfig;
import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in one line what a fault of the source's driver means and what to do. */
record SourceFaults(SourceConfig config) {
    /** Why no connection could be made. */
    MigrationException connecting(SQLException e) {
        return new MigrationException(
                Kind.SOURCE,
                "SRC-301",
                "Cannot connect to the source " + config.address() + " as user " + config.user() + ": " + reason(e),
                e);
    }

    /** A statement failed. */
    static MigrationException during(String what, SQLException e) {
        return new MigrationException(
                Kind.SOURCE,
                "SRC-399",
                "Cannot " + what + " at the source: " + e.getMessage() + " (SQLSTATE " + e.getSQLState()
                        + "). Correct what the server complains of and run it again.",
                e);
    }

    private String reason(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return switch (state) {
            case "28P01" -> "the server refused the password. Check source.user and source.password.";
            case "28000" ->
                "the server does not let this user in (" + e.getMessage()
                        + "). Check source.user, and pg_hba.conf for this machine.";
            case "3D000" -> "there is no such database. Check source.database.";
            case "53300" -> "the server has no connection left. Raise max_connections or close idle sessions.";
            case "57P03" -> "the server is starting up or shutting down. Try again in a while.";
            default -> network(e);
        };
    }

    private static String network(SQLException e) {
        if (has(e, UnknownHostException.class)) {
            return "the host name is not known. Check source.host.";
        }
        if (has(e, SocketTimeoutException.class)) {
            return "no answer within the time limit. Check source.host and source.port, and firewalls in between.";
        }
        if (has(e, ConnectException.class)) {
            return "nothing accepts connections there. Check source.host and source.port, and that the server is up and"
                    + " listens on that address.";
        }
        if (has(e, SSLException.class)) {
            return "TLS failed (" + e.getMessage() + "). Check source.properties.sslmode and the certificates.";
        }
        return e.getMessage() + " (SQLSTATE " + e.getSQLState() + "). Check the keys under source.";
    }

    private static boolean has(Throwable thrown, Class<? extends Throwable> cause) {
        for (@Nullable Throwable at = thrown; at != null; at = at.getCause()) {
            if (cause.isInstance(at)) {
                return true;
            }
        }
        return false;
    }
}
