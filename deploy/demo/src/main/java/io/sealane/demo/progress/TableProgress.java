package io.sealane.demo.progress;

/**
 * One table's state.
 *
 * @param rows rows in the target now
 * @param sourceRows rows of the source now, or nearly
 * @param rowsPerSecond rows that arrived in the last seconds
 */
public record TableProgress(String table, long rows, long sourceRows, long rowsPerSecond) {
    /** Rounded, because the rows of the source are an estimate. */
    public int percent() {
        return sourceRows == 0 ? 100 : (int) Math.min(100, Math.round(100.0 * rows / sourceRows));
    }

    static TableProgress sum(Iterable<TableProgress> tables) {
        long rows = 0;
        long sourceRows = 0;
        long rowsPerSecond = 0;
        for (TableProgress table : tables) {
            rows += table.rows;
            sourceRows += table.sourceRows;
            rowsPerSecond += table.rowsPerSecond;
        }
        return new TableProgress("all", rows, sourceRows, rowsPerSecond);
    }
}
