package io.sealane.standin.session;

import io.sealane.standin.sql.OracleException;
import io.sealane.standin.wire.WireWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The closing messages of an answer. Layout: node-oracledb thin, lib/thin/protocol/messages/base.js. */
final class Reply {
    static final int PARAMETERS = 8;
    static final int END_OF_DATA = 1403;

    private static final int END = 4;
    private static final int STATUS = 9;
    private static final int CURSOR_POSITION = 2;
    private static final int PARAMETER_COUNT = 6;
    private static final int BATCH_ERRORS = 24381;

    private Reply() {}

    /** What an end message says. */
    record End(int callStatus, int sequence, int cursor, long rows) {}

    /** An error of one row of an array. */
    record RowError(int row, OracleException error) {}

    /** Answers commit, rollback, ping and log-off. */
    static void status(WireWriter out, int callStatus, int sequence) {
        out.u1(STATUS).integer(callStatus).integer(sequence);
    }

    /** Names the cursor, and the rows changed by each iteration if {@code counts} is not null. */
    static void executed(WireWriter out, int cursor, long @Nullable [] counts, int countsUsed) {
        out.u1(PARAMETERS).integer(PARAMETER_COUNT);
        for (int i = 0; i < PARAMETER_COUNT; i++) {
            out.integer(i == CURSOR_POSITION ? cursor : 0);
        }
        out.zeros(3);
        if (counts != null) {
            out.integer(countsUsed);
            for (int i = 0; i < countsUsed; i++) {
                out.integer(counts[i]);
            }
        }
    }

    static void success(WireWriter out, End end) {
        end(out, end, 0, List.of());
    }

    static void endOfData(WireWriter out, End end) {
        end(out, end, END_OF_DATA, List.of());
        out.valueText("ORA-01403: no data found\n");
    }

    static void error(WireWriter out, End end, OracleException error) {
        end(out, end, error.code(), List.of());
        out.valueText(error.getMessage() + "\n");
    }

    /** Some rows of an array failed and the others were applied. */
    static void rowErrors(WireWriter out, End end, List<RowError> errors) {
        end(out, end, BATCH_ERRORS, errors);
        out.valueText("ORA-24381: error(s) in array DML\n");
    }

    private static void end(WireWriter out, End end, int code, List<RowError> errors) {
        out.u1(END).integer(end.callStatus()).zeros(1).integer(end.rows()).integer(code & 0xffff);
        out.zeros(2).integer(end.cursor()).zeros(1);
        out.zeros(6).zeros(5).zeros(2);
        out.u1(end.sequence()).zeros(1).integer(end.rows()).zeros(1);
        out.integer(errors.size());
        if (!errors.isEmpty()) {
            out.integers(numbers(errors, row -> row.error().code()));
        }
        out.integer(errors.size());
        if (!errors.isEmpty()) {
            out.integers(numbers(errors, RowError::row));
        }
        out.integer(errors.size());
        if (!errors.isEmpty()) {
            writeMessages(out, errors);
        }
        out.integer(code).integer(end.rows());
    }

    private static long[] numbers(List<RowError> errors, ToLongFunction<RowError> number) {
        return errors.stream().mapToLong(number).toArray();
    }

    private static void writeMessages(WireWriter out, List<RowError> errors) {
        out.u1(1);
        for (RowError error : errors) {
            byte[] message = (error.error().getMessage() + "\n").getBytes(StandardCharsets.UTF_8);
            out.sizedValue(message).zeros(2);
        }
    }
}
