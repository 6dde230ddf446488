package io.sealane.demo.progress;

/**
 * One table's state.
 *
 * @param rows rows in the target now
 * @param sourceRows rows of the source when the migration began
 * @param rowsPerSecond rows that arrived in the last seconds
 */
public record TableProgress(String table, long rows, long sourceRows, long rowsPerSecond) {
    /** Of the rows at the beginning; 100 only when as many have arrived. */
    public int percent() {
        return sourceRows == 0 ? 100 : (int) Math.min(100, rows * 100 / sourceRows);
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
