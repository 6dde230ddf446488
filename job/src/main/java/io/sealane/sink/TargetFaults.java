package io.sealane.sink;

import io.sealane.fence.RefusedException;
import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import io.sealane.oracle.ErrorClass;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a driver's exception means, and how it is told. Oracle's messages can carry row values (ORA-03301 lists the
 * columns of a duplicate), so of a fault about data only its number and the object it names are passed on.
 */
final class TargetFaults {
    /** Another session's lock was waited for as long as was allowed: 54 and 30006 by the server, 1013 by our limit. */
    private static final Set<Integer> LOCK_WAITS = Set.of(54, 1013, 30006);

    /** {@code ("S"."T"."C")}, {@code (S.CONSTRAINT)}, {@code column "S"."T"."C"}: names, never values. */
    private static final Pattern OBJECT =
            Pattern.compile("(?:\\(|column )((?:\"[^\"]+\"|[A-Za-z][\\w$#]*)(?:\\.(?:\"[^\"]+\"|[A-Za-z][\\w$#]*))+)");

    private TargetFaults() {}

    static ErrorClass classify(SQLException fault) {
        ErrorClass known = ErrorClass.of(fault.getErrorCode(), fault);
        return known == ErrorClass.FATAL && fault instanceof SQLRecoverableException ? ErrorClass.CONNECTION : known;
    }

    static boolean isLockWait(SQLException fault) {
        return LOCK_WAITS.contains(fault.getErrorCode());
    }

    /** A fault that retrying does not heal. */
    static MigrationException refused(String doing, SQLException fault) {
        return switch (classify(fault)) {
            case DATA ->
                refused(
                        "TGT-203",
                        doing,
                        fault,
                        "The target does not admit this row: change the column or constraint, or the value at the source");
            case CONFLICT ->
                refused(
                        "TGT-204",
                        doing,
                        fault,
                        "Another row has the same value under a unique constraint that is not the key's: disable it until"
                                + " cutover");
            case SECURITY ->
                refused(
                        "TGT-205",
                        doing,
                        fault,
                        "Correct user, password or privileges; nothing was tried again, so that the account is not locked");
            case SCHEMA ->
                refused(
                        "TGT-206",
                        doing,
                        fault,
                        "The table is not what it was when the migration was planned: set it back, or plan again");
            default -> refused("TGT-207", doing, fault, "See Oracle's page of this error");
        };
    }

    /** A fault that was retried until the limit. */
    static MigrationException exhausted(String doing, SQLException fault, int tries) {
        ErrorClass found = classify(fault);
        String remedy = found == ErrorClass.RESOURCE
                ? "Give the target the space or quota that it asks for"
                : "Check that the target is up and reachable";
        return new MigrationException(
                Kind.TARGET,
                found == ErrorClass.RESOURCE ? "TGT-209" : "TGT-208",
                "Cannot " + doing + ": " + named(fault) + ", still after " + tries + " tries. " + remedy
                        + "; the job goes on from its last checkpoint.",
                withoutValues(fault));
    }

    /** A lock that was not let go in time. */
    static MigrationException locked(String doing, SQLException fault, String holders) {
        return new MigrationException(
                Kind.TARGET,
                "TGT-210",
                "Cannot " + doing + ": another session's lock was not released in time (" + number(fault)
                        + "). Holder: " + holders + ". End that session or its transaction, or raise target.lock-wait.",
                withoutValues(fault));
    }

    private static RefusedException refused(String code, String doing, SQLException fault, String remedy) {
        return new RefusedException(
                Kind.TARGET,
                code,
                "Cannot " + doing + ": " + named(fault) + ". " + remedy
                        + (fault.getErrorCode() == 0
                                ? "."
                                : " (https://docs.oracle.com/error-help/db/ora-" + digits(fault) + "/)."),
                withoutValues(fault));
    }

    /** {@code ORA-12899 of "SHOP"."ORDERS"."NOTE"}. */
    static String named(SQLException fault) {
        Matcher object = OBJECT.matcher(String.valueOf(fault.getMessage()));
        return number(fault) + (object.find() ? " of " + object.group(1) : "");
    }

    private static String number(SQLException fault) {
        return fault.getErrorCode() == 0 ? "the driver refused it" : "ORA-" + digits(fault);
    }

    private static String digits(SQLException fault) {
        return String.format("%05d", fault.getErrorCode());
    }

    /** Where it happened and what, without the message. */
    private static SQLException withoutValues(SQLException fault) {
        SQLException bare = new SQLException(named(fault), fault.getSQLState(), fault.getErrorCode());
        bare.setStackTrace(fault.getStackTrace());
        return bare;
    }
}
