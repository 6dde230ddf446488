package io.sealane.standin.session;

import io.sealane.standin.sql.Catalogue;
import io.sealane.standin.sql.OracleException;
import io.sealane.standin.sql.SqlSession;
import io.sealane.standin.sql.SqlStatement;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A parsed statement that the client runs again and again by its number, and the rows of its last execution. */
final class Cursor implements AutoCloseable {
    private final int number;
    private final SqlStatement statement;
    private @Nullable PreparedStatement prepared;
    private List<BindDescription> preparedFor = List.of();
    private List<BindDescription> binds = List.of();
    private @Nullable List<Column> columns;
    private @Nullable ResultSet rows;

    Cursor(int number, SqlStatement statement) {
        this.number = number;
        this.statement = statement;
    }

    int number() {
        return number;
    }

    SqlStatement statement() {
        return statement;
    }

    /** The binds of a call; one that describes none brings rows of the same form as the call before. */
    List<BindDescription> rememberBinds(List<BindDescription> described) {
        if (!described.isEmpty()) {
            binds = described;
        }
        return binds;
    }

    /** The statement in H2; prepared anew only when the types of the binds have changed. */
    PreparedStatement prepared(SqlSession sql, List<BindDescription> binds) throws OracleException {
        if (prepared == null || !sameTypes(binds)) {
            close();
            prepared = sql.prepare(
                    statement,
                    bind -> bind > binds.size()
                            ? "VARCHAR"
                            : binds.get(bind - 1).h2Type());
            preparedFor = binds;
        }
        return prepared;
    }

    private boolean sameTypes(List<BindDescription> binds) {
        if (binds.size() != preparedFor.size()) {
            return false;
        }
        for (int i = 0; i < binds.size(); i++) {
            if (binds.get(i).type() != preparedFor.get(i).type()) {
                return false;
            }
        }
        return true;
    }

    List<Column> columns(Catalogue catalogue) throws SQLException {
        if (columns == null) {
            PreparedStatement statementInH2 = Objects.requireNonNull(prepared, "described before it was prepared");
            columns = Columns.of(rows == null ? statementInH2.getMetaData() : rows.getMetaData(), catalogue);
        }
        return columns;
    }

    void openRows(ResultSet newRows) {
        rows = newRows;
    }

    /** The rows not yet fetched, or null when there are none. */
    @Nullable
    ResultSet rows() {
        return rows;
    }

    void closeRows() throws SQLException {
        if (rows != null) {
            rows.close();
            rows = null;
        }
    }

    @Override
    public void close() throws OracleException {
        try {
            closeRows();
            if (prepared != null) {
                prepared.close();
            }
        } catch (SQLException e) {
            throw new OracleException(1001, "invalid cursor", new IOException(e));
        }
        prepared = null;
        columns = null;
    }
}
