package io.sealane.standin.session;

import io.sealane.standin.fault.Faults;
import io.sealane.standin.sql.Database;
import io.sealane.standin.sql.TableName;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What all sessions of one stand-in share.
 *
 * @param passwords by user
 * @param discards the tables whose rows are counted and not stored
 * @param watch is told every statement
 */
public record Backend(
        Database database,
        Map<String, String> passwords,
        String service,
        Faults faults,
        Events events,
        Predicate<TableName> discards,
        StatementWatch watch) {

    @Override
    public String toString() {
        return "Backend[service=" + service + ", users=" + passwords.keySet() + "]";
    }
}
