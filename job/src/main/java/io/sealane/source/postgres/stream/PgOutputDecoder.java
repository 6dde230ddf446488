package io.sealane.source.postgres.stream;

import io.sealane.model.Lsn;
import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import io.sealane.model.RowText;
import io.sealane.model.SourceTable;
import io.sealane.model.TableId;
import io.sealane.source.postgres.stream.StreamedTable.Announced;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads pgoutput's messages, protocol version 1, values as text ("Logical Replication Message Formats", PostgreSQL
 * documentation), and tells a {@link ChangeHandler} what they say.
 *
 * <pre>
 * Begin ( Origin | Type | Relation | Insert | Update | Delete | Truncate | Message )* Commit
 * </pre>
 *
 * Changes of tables that are published but not planned are passed over. Not thread-safe; does no I/O.
 */
final class PgOutputDecoder {
    /** PostgreSQL counts microseconds from 2000-01-01 UTC. */
    private static final long MICROS_1970_TO_2000 = 946_684_800_000_000L;

    /** Whether other sessions can see a transaction, given by the low half of its id. */
    @FunctionalInterface
    interface Visibility {
        boolean isVisible(int transaction) throws SQLException;
    }

    private final Map<TableId, SourceTable> tables;
    private final Visibility visibility;
    private final Map<Integer, String> types;
    private final Map<Integer, StreamedTable> relations = new HashMap<>();
    private Lsn commitLsn = Lsn.ZERO;
    private int transaction;
    private boolean inTransaction;

    /** @param builtInTypes names of PostgreSQL's own types by object id; the stream announces all others */
    PgOutputDecoder(Map<TableId, SourceTable> tables, Map<Integer, String> builtInTypes, Visibility visibility) {
        this.tables = Map.copyOf(tables);
        this.visibility = visibility;
        this.types = new HashMap<>(builtInTypes);
    }

    boolean inTransaction() {
        return inTransaction;
    }

    /**
     * Tells {@code handler} what a message says.
     *
     * @param message one whole message; backed by an array
     * @return false if the time for it has not come: nothing was told, and it is to be offered again. That is so for an
     *     update that lacks values, which somebody may have to read again at the source, while nobody can see it there
     */
    boolean decode(ByteBuffer message, ChangeHandler handler) throws SQLException {
        byte kind = message.get();
        if (kind == 'U') {
            return update(message, handler);
        }
        switch (kind) {
            case 'B' -> begin(message, handler);
            case 'C' -> commit(message, handler);
            case 'R' -> relation(message);
            case 'Y' -> type(message);
            case 'I' -> insert(message, handler);
            case 'D' -> delete(message, handler);
            case 'T' -> truncate(message, handler);
            case 'O', 'M' -> {} // origin of a replicated transaction; a message of pg_logical_emit_message
            default -> throw unreadable("message of kind '" + (char) kind + "'");
        }
        return true;
    }

    private void begin(ByteBuffer message, ChangeHandler handler) {
        commitLsn = new Lsn(message.getLong());
        inTransaction = true;
        long micros = micros(message);
        transaction = message.getInt();
        handler.begin(commitLsn, micros);
    }

    private void commit(ByteBuffer message, ChangeHandler handler) {
        message.get(); // flags, none defined
        Lsn committed = new Lsn(message.getLong());
        if (!committed.equals(commitLsn)) {
            throw unreadable("commit at " + committed + " of the transaction that was to commit at " + commitLsn);
        }
        Lsn end = new Lsn(message.getLong());
        inTransaction = false;
        handler.commit(committed, end, micros(message));
    }

    private static long micros(ByteBuffer message) {
        return message.getLong() + MICROS_1970_TO_2000;
    }

    private void type(ByteBuffer message) {
        int oid = message.getInt();
        String schema = string(message);
        String name = string(message);
        // Empty for pg_catalog; named as the catalog queries do it.
        types.put(oid, schema.isEmpty() || schema.equals("pg_catalog") ? name : schema + "." + name);
    }

    private void relation(ByteBuffer message) {
        int oid = message.getInt();
        String schema = string(message);
        TableId id = new TableId(schema.isEmpty() ? "pg_catalog" : schema, string(message));
        message.get(); // replica identity; the columns' flags say the same, column by column
        List<Announced> columns = new ArrayList<>();
        for (int count = message.getShort(); count > 0; count--) {
            boolean logged = (message.get() & 1) != 0;
            String name = string(message);
            int typeOid = message.getInt();
            String type = types.getOrDefault(typeOid, "type " + typeOid);
            columns.add(new Announced(name, type, typeOid, message.getInt(), logged));
        }
        SourceTable planned = tables.get(id);
        if (planned == null) {
            relations.remove(oid);
        } else {
            relations.put(oid, StreamedTable.matched(planned, columns));
        }
    }

    private void insert(ByteBuffer message, ChangeHandler handler) {
        StreamedTable table = relations.get(message.getInt());
        if (table != null) {
            message.get(); // 'N'
            handler.insert(table.table(), new TupleReader(message, table).row());
        }
    }

    private boolean update(ByteBuffer message, ChangeHandler handler) throws SQLException {
        StreamedTable table = relations.get(message.getInt());
        if (table == null) {
            return true;
        }
        TupleReader tuples = new TupleReader(message, table);
        byte kind = message.get();
        RowText old = kind == 'N' ? null : tuples.oldRow(kind);
        if (old != null) {
            message.get(); // 'N'
        }
        RowText after = tuples.row();
        boolean lacksValues = kind != 'O' && after.hasUnchanged();
        if (lacksValues && !visibility.isVisible(transaction)) {
            return false;
        }
        handler.update(table.table(), old, after);
        return true;
    }

    private void delete(ByteBuffer message, ChangeHandler handler) {
        StreamedTable table = relations.get(message.getInt());
        if (table != null) {
            handler.delete(table.table(), new TupleReader(message, table).oldRow(message.get()));
        }
    }

    private void truncate(ByteBuffer message, ChangeHandler handler) {
        int count = message.getInt();
        message.get(); // CASCADE, RESTART IDENTITY
        List<@Nullable StreamedTable> truncated = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            truncated.add(relations.get(message.getInt()));
        }
        List<SourceTable> planned = truncated.stream()
                .filter(Objects::nonNull)
                .map(StreamedTable::table)
                .toList();
        if (!planned.isEmpty()) {
            handler.truncate(planned);
        }
    }

    private static String string(ByteBuffer message) {
        int start = message.position();
        while (message.get() != 0) {
            // to the terminator
        }
        int length = message.position() - 1 - start;
        return new String(message.array(), message.arrayOffset() + start, length, StandardCharsets.UTF_8);
    }

    static MigrationException unreadable(String found) {
        return new MigrationException(
                Kind.BUG,
                "SRC-214",
                "Cannot read the change stream: found " + found + " where pgoutput's protocol version 1 has none."
                        + " Report it with the server's version.");
    }
}
