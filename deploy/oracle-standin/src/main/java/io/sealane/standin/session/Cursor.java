package io.sealane.standin.session;

import io.sealane.standin.sql.Catalogue;
import io.sealane.standin.sql.OracleException;
import io.sealane.standin.sql.SqlSession;
import io.sealane.standin.sql.SqlStatement;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
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
    private List<BindDescription> defines = List.of();
    private boolean wantsCounts;
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

    /**
     * The call with what one that runs a cursor again does not say: the form of its rows, and whether they are counted
     * each. Both are as the last full call had them. Belief for the counts: node-oracledb reads them then.
     */
    ExecuteCall completed(ExecuteCall call) {
        if (!call.binds().isEmpty()) {
            binds = call.binds();
        }
        if (!call.isAgain()) {
            wantsCounts = call.wantsCounts();
        }
        return call.with(binds, wantsCounts);
    }

    /** How the client wants the columns of all fetches to come; nothing said leaves it as it is. */
    void define(List<BindDescription> described) {
        if (!described.isEmpty()) {
            defines = described;
            columns = null;
        }
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

    List<Column> columns(Catalogue catalogue) throws SQLException, OracleException {
        if (columns == null) {
            PreparedStatement statementInH2 = Objects.requireNonNull(prepared, "described before it was prepared");
            columns = defined(Columns.of(rows == null ? statementInH2.getMetaData() : rows.getMetaData(), catalogue));
        }
        return columns;
    }

    private List<Column> defined(List<Column> described) throws OracleException {
        if (defines.size() != described.size()) {
            return described;
        }
        List<Column> defined = new ArrayList<>();
        for (int i = 0; i < defines.size(); i++) {
            defined.add(described.get(i).defined(defines.get(i)));
        }
        return defined;
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
