package io.sealane.sink;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A statement on a target table failed. The cause is the driver's exception as it came. */
final class WriteFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient TableWriter table;
    private final transient Change.Verb verb;
    private final transient @Nullable Change change;
    private final SQLException fault;

    /** @param change the row at fault, null where the driver does not tell */
    WriteFault(TableWriter table, Change.Verb verb, @Nullable Change change, SQLException fault) {
        super(fault);
        this.table = table;
        this.verb = verb;
        this.change = change;
        this.fault = fault;
    }

    SQLException fault() {
        return fault;
    }

    TableWriter table() {
        return table;
    }

    /** {@code insert into SHOP.ORDERS, row with key #91ab22f0, copied}. */
    String description() {
        return verb.text() + " " + table + (change == null ? "" : ", " + change.description());
    }
}
