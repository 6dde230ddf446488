package io.sealane.standin.session;

import io.sealane.standin.sql.BindUse;
import io.sealane.standin.sql.OracleException;
import io.sealane.standin.sql.SqlSession;
import io.sealane.standin.sql.SqlStatement;
import io.sealane.standin.sql.StatementKind;
import io.sealane.standin.value.WireType;
import java.io.StringReader;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Period;
import java.util.List;
import org.h2.api.Interval;
import org.jspecify.annotations.Nullable;

/** Binds one row to a statement, with the rules about long values that only Oracle has. */
final class RowBinder {
    private static final int LONG_BIND_NOT_LAST = 24816;
    /** H2's VARCHAR ends at 1,048,576 characters. */
    private static final int LARGEST_H2_STRING = 1_000_000;

    private final List<BindDescription> binds;
    private final List<BindUse> uses;
    private final boolean refusesLong;
    private final boolean ordersLong;
    private final boolean anyLong;

    RowBinder(SqlSession sql, SqlStatement statement, List<BindDescription> binds) {
        uses = sql.bindUses(statement, binds.size());
        this.binds = binds;
        // Belief, from reports about ojdbc: neither MERGE nor a select list takes a LONG bind, and what follows one
        // must
        // be short.
        refusesLong = statement.kind() == StatementKind.MERGE || statement.selects();
        ordersLong = statement.kind() == StatementKind.INSERT || statement.kind() == StatementKind.UPDATE;
        anyLong = binds.stream().anyMatch(bind -> WireType.isLong(bind.type()) || WireType.isLob(bind.type()));
    }

    void bind(PreparedStatement statement, @Nullable Object[] row) throws OracleException, SQLException {
        if (anyLong) {
            checkLongValues(row);
        }
        for (int i = 0; i < row.length; i++) {
            bind(statement, i + 1, BindRules.apply(binds.get(i), uses.get(i), row[i]));
        }
    }

    private void checkLongValues(@Nullable Object[] row) throws OracleException {
        boolean longSeen = false;
        for (int i = 0; i < row.length; i++) {
            int type = binds.get(i).type();
            boolean isLong = WireType.isLong(type);
            if (isLong && refusesLong && row[i] != null) {
                throw BindRules.longRefused();
            }
            if (longSeen && ordersLong && !isLong && !WireType.isLob(type) && BindRules.isLarge(row[i])) {
                throw new OracleException(
                        LONG_BIND_NOT_LAST, "Expanded non LONG bind data supplied after actual LONG or LOB column");
            }
            longSeen |= isLong || WireType.isLob(type);
        }
    }

    private static void bind(PreparedStatement statement, int index, @Nullable Object value)
            throws OracleException, SQLException {
        if (value == null) {
            statement.setNull(index, Types.NULL);
        } else if (value instanceof String) {
            bindText(statement, index, (String) value);
        } else if (value instanceof Long) {
            statement.setLong(index, (Long) value);
        } else if (value instanceof byte[]) {
            bindBytes(statement, index, (byte[]) value);
        } else if (value instanceof Period) {
            bindMonths(statement, index, (Period) value);
        } else if (value instanceof Lob) {
            ((Lob) value).bindTo(statement, index);
        } else if (value instanceof BindDecoder.Refused) {
            throw ((BindDecoder.Refused) value).error();
        } else {
            statement.setObject(index, value);
        }
    }

    /** H2 counts the months of a {@code Period} in an int; an INTERVAL YEAR(9) TO MONTH has more. */
    private static void bindMonths(PreparedStatement statement, int index, Period value) throws SQLException {
        long months = value.toTotalMonths();
        statement.setObject(index, Interval.ofYearsMonths(months / 12, (int) (months % 12)));
    }

    private static void bindText(PreparedStatement statement, int index, String value) throws SQLException {
        if (value.length() > LARGEST_H2_STRING) {
            statement.setClob(index, new StringReader(value), value.length());
        } else {
            statement.setString(index, value);
        }
    }

    private static void bindBytes(PreparedStatement statement, int index, byte[] value) throws SQLException {
        if (value.length > LARGEST_H2_STRING) {
            statement.setBlob(index, new java.io.ByteArrayInputStream(value), value.length);
        } else {
            statement.setBytes(index, value);
        }
    }
}
