package io.sealane.standin.fault;

import io.sealane.standin.sql.OracleException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** One ORA code, to be raised once: at the k-th call whose statement matches, before the given row of it. */
final class RaisedError {
    private final int code;
    private final Pattern statement;
    private final int row;
    private final AtomicInteger callsLeft;

    RaisedError(int code, Pattern statement, int call, int row) {
        this.code = code;
        this.statement = statement;
        this.row = row;
        callsLeft = new AtomicInteger(call);
    }

    boolean isDue(String sql) {
        return callsLeft.get() > 0 && statement.matcher(sql).find() && callsLeft.decrementAndGet() == 0;
    }

    int row() {
        return row;
    }

    OracleException error() {
        return new OracleException(code, "raised on demand by the stand-in");
    }
}
