package io.sealane.standin.session;

import io.sealane.standin.sql.OracleException;
import io.sealane.standin.sql.SqlStatement;
import java.util.HashMap;
import java.util.Map;

/** The open cursors of one session. */
final class Cursors {
    private final Map<Integer, Cursor> open = new HashMap<>();
    private int lastNumber;

    Cursor open(SqlStatement statement) {
        Cursor cursor = new Cursor(++lastNumber, statement);
        open.put(cursor.number(), cursor);
        return cursor;
    }

    /** The cursor with the given number, for a statement that replaces the one it had. */
    Cursor reopen(int number, SqlStatement statement) throws OracleException {
        close(number);
        Cursor cursor = new Cursor(number, statement);
        open.put(number, cursor);
        return cursor;
    }

    Cursor find(int number) throws OracleException {
        Cursor cursor = open.get(number);
        if (cursor == null) {
            throw new OracleException(1001, "invalid cursor");
        }
        return cursor;
    }

    void close(int number) throws OracleException {
        Cursor cursor = open.remove(number);
        if (cursor != null) {
            cursor.close();
        }
    }
}
