package io.sealane.standin.session;

import io.sealane.standin.sql.OracleException;
import io.sealane.standin.sql.SqlSession;
import io.sealane.standin.value.WireType;
import io.sealane.standin.wire.WireWriter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Describes and sends the rows of a cursor. */
final class RowSender {
    private static final int DESCRIBE = 0x10;
    private static final int ROW_HEADER = 6;
    private static final int ROW = 7;
    private static final byte[] DESCRIBE_DATE = {120, 119, 1, 1, 1, 1, 1};

    private final WireWriter out;
    private final SqlSession sql;
    private final Lobs lobs;
    private final Events events;

    RowSender(WireWriter out, SqlSession sql, Lobs lobs, Events events) {
        this.out = out;
        this.sql = sql;
        this.lobs = lobs;
        this.events = events;
    }

    void describe(Cursor cursor) throws OracleException {
        out.u1(DESCRIBE).zeros(1);
        describeColumns(cursor);
    }

    /** The description without its head, as it stands in the answer to a block that returns a cursor. */
    void describeColumns(Cursor cursor) throws OracleException {
        List<Column> columns = columns(cursor);
        int rowBytes = columns.stream().mapToInt(Column::maxBytes).sum();
        out.integer(rowBytes).integer(columns.size());
        if (!columns.isEmpty()) {
            out.zeros(1);
        }
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).describe(out, i + 1);
        }
        out.sizedValue(DESCRIBE_DATE).zeros(5);
    }

    private List<Column> columns(Cursor cursor) throws OracleException {
        try {
            return cursor.columns(sql.catalogue());
        } catch (SQLException e) {
            throw sql.translate(e, cursor.statement());
        }
    }

    /**
     * Whether rows may go out with the answer that describes them. LOBs may not: node-oracledb counts on the server to
     * wait until it has defined them (postProcess in lib/thin/protocol/messages/withData.js).
     */
    boolean sendsAhead(Cursor cursor) throws OracleException {
        return columns(cursor).stream().noneMatch(column -> WireType.isLob(column.wireType()));
    }

    /** Sends at most {@code limit} rows. */
    Sent send(Cursor cursor, int limit) throws OracleException {
        List<Column> columns = columns(cursor);
        out.u1(ROW_HEADER)
                .zeros(1)
                .integer(columns.size())
                .zeros(1)
                .integer(limit)
                .zeros(3);
        ResultSet rows = cursor.rows();
        long sent = 0;
        try {
            while (rows != null && sent < limit) {
                if (!rows.next()) {
                    cursor.closeRows();
                    rows = null;
                } else {
                    sendRow(columns, rows);
                    sent++;
                }
            }
        } catch (SQLException e) {
            throw sql.translate(e, cursor.statement());
        }
        events.fetched(sent);
        return new Sent(sent, rows == null);
    }

    /** What a fetch gave. */
    record Sent(long rows, boolean atEnd) {}

    private void sendRow(List<Column> columns, ResultSet rows) throws SQLException {
        out.u1(ROW);
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).writer().write(out, rows, i + 1, lobs);
        }
    }
}
