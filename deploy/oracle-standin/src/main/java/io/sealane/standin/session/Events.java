package io.sealane.standin.session;

import io.sealane.standin.sql.StatementKind;

/** What sessions tell about themselves, to be counted. Called from many session threads. */
public interface Events {
    void opened();

    void closed();

    void cut();

    void called();

    void committed();

    void rolledBack();

    void failed();

    void changed(StatementKind kind, long rows);

    void discarded(long rows);

    void fetched(long rows);
}
