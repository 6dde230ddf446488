package io.sealane.standin.session;

import io.sealane.standin.wire.WireReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Function 94: parse, bind, execute, describe and fetch in one call. Layout: node-oracledb thin,
 * lib/thin/protocol/messages/execute.js, for field version 12.
 *
 * @param isAgain whether it is function 4 or 78, which say less
 * @param cursor the cursor to run again, or 0 for a new one
 * @param defines how the client wants the columns of a query sent; empty if it does not say
 */
record ExecuteCall(
        boolean isAgain,
        long options,
        int cursor,
        String sql,
        int rowsToFetch,
        int iterations,
        List<BindDescription> binds,
        List<BindDescription> defines,
        boolean wantsCounts) {
    static final int FUNCTION = 94;
    static final int AGAIN = 4;
    static final int AGAIN_AND_FETCH = 78;
    private static final int COMMIT_AGAIN = 1;

    private static final int EXECUTE = 0x20;
    private static final int FETCH = 0x40;
    private static final int COMMIT = 0x100;
    private static final int BATCH_ERRORS = 0x80000;
    private static final int ITERATIONS_INDEX = 1;
    private static final int ROW = 7;

    boolean executes() {
        return (options & EXECUTE) != 0;
    }

    boolean fetches() {
        return (options & FETCH) != 0;
    }

    /** How many rows a fetch wants; a fetch alone says so where an execution has its iterations. */
    int fetchLimit() {
        return executes() ? rowsToFetch : iterations;
    }

    boolean commits() {
        return (options & COMMIT) != 0;
    }

    boolean continuesAfterErrors() {
        return (options & BATCH_ERRORS) != 0;
    }

    ExecuteCall with(List<BindDescription> otherBinds, boolean counts) {
        return new ExecuteCall(isAgain, options, cursor, sql, rowsToFetch, iterations, otherBinds, defines, counts);
    }

    /**
     * Reads function 4 or 78, which run a cursor again as it was described before; {@link #readRows} must follow. The
     * driver uses them for a statement that it found in its cache. Layout: node-oracledb thin, execute.js, encodeReExec.
     */
    static ExecuteCall readAgain(WireReader in, int function) throws IOException {
        int cursor = in.int4();
        int count = in.int4();
        in.integer();
        boolean commits = (in.integer() & COMMIT_AGAIN) != 0;
        boolean fetches = function == AGAIN_AND_FETCH;
        long options = EXECUTE | (fetches ? FETCH : 0) | (commits ? COMMIT : 0);
        return new ExecuteCall(
                true, options, cursor, "", fetches ? count : 0, fetches ? 1 : count, List.of(), List.of(), false);
    }

    /** Reads everything before the rows; {@link #readRows} must follow. */
    static ExecuteCall read(WireReader in) throws IOException {
        long options = in.integer();
        int cursor = in.int4();
        in.u1();
        int sqlLength = in.int4();
        in.u1();
        int optionCount = in.int4();
        in.skip(2);
        in.integer();
        int rowsToFetch = in.int4();
        in.integer();
        in.u1();
        int bindCount = in.int4();
        in.skip(2);
        in.integer();
        in.u1();
        in.integer();
        in.u1();
        int defineCount = in.int4();
        in.integer();
        in.skip(2);
        in.u1();
        in.integer();
        in.u1();
        in.skipIntegers(2);
        boolean wantsCounts = in.u1() != 0;
        in.integer();
        in.u1();
        in.u1();
        in.integer();
        in.u1();
        in.integer();
        in.u1();
        in.u1();
        in.integer();
        String sql = in.text(sqlLength);
        int iterations = 0;
        for (int i = 0; i < optionCount; i++) {
            int option = in.int4();
            iterations = i == ITERATIONS_INDEX ? option : iterations;
        }
        List<BindDescription> binds = descriptions(in, bindCount);
        List<BindDescription> defines = descriptions(in, defineCount);
        return new ExecuteCall(false, options, cursor, sql, rowsToFetch, iterations, binds, defines, wantsCounts);
    }

    private static List<BindDescription> descriptions(WireReader in, int count) throws IOException {
        List<BindDescription> descriptions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            descriptions.add(BindDescription.read(in));
        }
        return descriptions;
    }

    /** Reads the bound rows; values that may be long come last in a row, except in a PL/SQL block. */
    List<@Nullable Object[]> readRows(WireReader in, RowOrder order, Lobs lobs) throws IOException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        if (binds.isEmpty() || !executes()) {
            return rows;
        }
        int count = Math.max(1, iterations);
        for (int i = 0; i < count; i++) {
            int marker = in.u1();
            if (marker != ROW) {
                throw new IOException("Expected a bound row, found message type " + marker);
            }
            rows.add(readRow(in, order, lobs));
        }
        return rows;
    }

    enum RowOrder {
        LONG_VALUES_LAST,
        BY_POSITION
    }

    private @Nullable Object[] readRow(WireReader in, RowOrder order, Lobs lobs) throws IOException {
        @Nullable Object[] row = new @Nullable Object[binds.size()];
        boolean hasLate = false;
        for (int i = 0; i < row.length; i++) {
            if (order == RowOrder.LONG_VALUES_LAST && binds.get(i).comesLate()) {
                hasLate = true;
            } else {
                row[i] = BindDecoder.read(in, binds.get(i), lobs);
            }
        }
        for (int i = 0; hasLate && i < row.length; i++) {
            if (binds.get(i).comesLate()) {
                row[i] = BindDecoder.read(in, binds.get(i), lobs);
            }
        }
        return row;
    }
}
