package io.sealane.standin.session;

import io.sealane.standin.wire.WireWriter;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Writes one column of the current row. */
interface ColumnWriter {
    void write(WireWriter out, ResultSet rows, int index, Lobs lobs) throws SQLException;
}
