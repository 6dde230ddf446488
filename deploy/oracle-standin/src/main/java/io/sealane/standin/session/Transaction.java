package io.sealane.standin.session;

import io.sealane.standin.fault.SessionFaults;
import io.sealane.standin.sql.OracleException;
import io.sealane.standin.sql.SqlSession;
import io.sealane.standin.sql.StatementKind;
import java.util.HashSet;
import java.util.Set;

/** The session's transaction: what it changed so far, and how it ends, with the faults asked for. */
final class Transaction {
    private static final int OPEN = 2;
    private static final int CALL_STATUS = 1;

    private final SqlSession sql;
    private final SessionFaults faults;
    private final Events events;
    private final String user;
    private final Set<String> tables = new HashSet<>();
    private long rows;

    Transaction(SqlSession sql, SessionFaults faults, Events events, String user) {
        this.sql = sql;
        this.faults = faults;
        this.events = events;
        this.user = user;
    }

    void changed(StatementKind kind, String table, long count) {
        tables.add(table);
        rows += count;
        events.changed(kind, count);
    }

    /** The driver skips commit and rollback altogether unless the last answer said that a transaction is open. */
    int callStatus() {
        return CALL_STATUS | (sql.isTransactionOpen() ? OPEN : 0);
    }

    void commit() throws OracleException, ConnectionCutException {
        if (!sql.isTransactionOpen()) {
            return;
        }
        switch (faults.beforeCommit(user, tables, rows)) {
            case CUT_BEFORE -> throw new ConnectionCutException();
            case CUT_AFTER -> {
                commitNow();
                throw new ConnectionCutException();
            }
            case PROCEED -> {
                commitNow();
                faults.afterCommit();
            }
        }
    }

    private void commitNow() throws OracleException {
        sql.commit();
        events.committed();
        forget();
    }

    void rollback() throws OracleException {
        sql.rollback();
        events.rolledBack();
        forget();
    }

    private void forget() {
        tables.clear();
        rows = 0;
    }
}
