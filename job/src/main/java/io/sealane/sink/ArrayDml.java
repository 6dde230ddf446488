package io.sealane.sink;

import io.sealane.oracle.DmlStatement;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends one statement for many rows, as arrays. An array stops at the first row that fails; the rows before it stay
 * applied in the open transaction.
 */
final class ArrayDml {
    private static final int ROWS_PER_ARRAY = 1_000;

    /** Each row of these holds its LOBs in the session's temporary space until the array is done. */
    private static final int LOB_ROWS_PER_ARRAY = 50;

    /** An array takes as much longer as a slow database needs to move its large values out of the temporary LOBs. */
    private static final long SLOWEST_LOB_BYTES_PER_SECOND = 1 << 20;

    private final ValueBinder binder;
    private final int timeoutSeconds;

    /** @param timeoutSeconds how long an array without large values may take, waiting for locks for the most part */
    ArrayDml(ValueBinder binder, int timeoutSeconds) {
        this.binder = binder;
        this.timeoutSeconds = timeoutSeconds;
    }

    /**
     * What became of the rows.
     *
     * @param counts for each row applied, in order, how many rows of the table it met
     * @param rest rows that were not applied, the one at fault first; empty if all were
     * @param fault why it stopped
     */
    record Result(
            List<Integer> counts,
            List<Change> rest,
            @Nullable SQLException fault) {}

    /** @throws WriteFault if it failed and the driver does not say at which row */
    Result execute(Connection connection, DmlStatement statement, List<Change> rows, boolean temporaryLobs)
            throws WriteFault {
        int size = temporaryLobs ? LOB_ROWS_PER_ARRAY : ROWS_PER_ARRAY;
        List<Integer> counts = new ArrayList<>(rows.size());
        try (PreparedStatement prepared = connection.prepareStatement(statement.sql())) {
            for (int from = 0; from < rows.size(); from += size) {
                List<Change> array = rows.subList(from, Math.min(rows.size(), from + size));
                prepared.setQueryTimeout(timeoutSeconds + (int) (largeBytes(array) / SLOWEST_LOB_BYTES_PER_SECOND));
                try (TemporaryLobs lobs = temporaryLobs ? new TemporaryLobs(connection) : null) {
                    for (Change row : array) {
                        row.table().bind(prepared, statement, row, binder, lobs);
                        prepared.addBatch();
                    }
                    addAll(counts, prepared.executeBatch());
                } catch (BatchUpdateException e) {
                    List<Change> rest = notApplied(array, e.getUpdateCounts(), counts);
                    rest.addAll(rows.subList(from + array.size(), rows.size()));
                    return new Result(counts, rest, e);
                }
            }
        } catch (SQLException e) {
            Change first = rows.get(0);
            throw new WriteFault(first.table(), first.verb(), null, e);
        }
        return new Result(counts, List.of(), null);
    }

    private static long largeBytes(List<Change> array) {
        long bytes = 0;
        for (Change change : array) {
            bytes += change.large().bytes();
        }
        return bytes;
    }

    /** A driver that stops reports the rows before the fault only; one that goes on marks those that failed. */
    private static List<Change> notApplied(List<Change> array, int[] reported, List<Integer> counts) {
        List<Change> rest = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            if (i < reported.length && reported[i] != Statement.EXECUTE_FAILED) {
                counts.add(reported[i]);
            } else {
                rest.add(array.get(i));
            }
        }
        return rest;
    }

    private static void addAll(List<Integer> counts, int[] reported) throws SQLException {
        for (int count : reported) {
            if (count == Statement.SUCCESS_NO_INFO) {
                throw new SQLException("Cannot apply changes: the target does not say how many rows each of an array's"
                        + " rows met. Use Oracle 12.1 or newer.");
            }
            counts.add(count);
        }
    }
}
