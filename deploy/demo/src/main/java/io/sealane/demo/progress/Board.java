package io.sealane.demo.progress;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws {@link Progress} as the lines of a board, for a terminal; ASCII, at most 78 columns. Pure. */
public final class Board {
    private static final int BAR_CELLS = 20;

    private final Paint paint;

    public Board(Paint paint) {
        this.paint = paint;
    }

    public List<String> lines(Progress progress) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(
                "  " + paint.bold("%-46s".formatted(capitalized(progress.phase().title()))) + clock(progress));
        lines.add(paint.dim("  %-12s %12s %12s %25s %10s".formatted("table", "rows", "in source", "", "rows/s")));
        progress.tables().forEach(table -> lines.add(row(table)));
        lines.add(row(progress.total()));
        lines.add(String.format(
                Locale.ROOT,
                "  load   %,d transactions committed, %,d rolled back, %,d/s",
                progress.load().committed(),
                progress.load().rolledBack(),
                progress.transactionsPerSecond()));
        lines.add("  lag    " + lag(progress));
        return lines;
    }

    private String row(TableProgress table) {
        int percent = table.percent();
        int full = percent * BAR_CELLS / 100;
        String bar = "#".repeat(full) + ".".repeat(BAR_CELLS - full);
        String shown = percent == 100 ? paint.good(bar) : paint.busy(bar);
        return String.format(
                Locale.ROOT,
                "  %-12s %,12d %,12d %s %3d%% %,10d",
                table.table(),
                table.rows(),
                table.sourceRows(),
                shown,
                percent,
                table.rowsPerSecond());
    }

    private static String lag(Progress progress) {
        return progress.phase() == Phase.COPYING
                ? "changes wait in the replication slot until the copy is done"
                : PlainLine.lag(progress.lag());
    }

    private static String clock(Progress progress) {
        long seconds = progress.elapsed().toSeconds();
        return "%d:%02d".formatted(seconds / 60, seconds % 60);
    }

    private static String capitalized(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
