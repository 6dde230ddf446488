package io.sealane.demo.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of counts that the demo ends with. Pure. */
public final class ResultTable {
    private static final String HEADING = "  %-18s %12s %12s %8s %10s %9s";
    private static final String ROW = "  %-18s %,12d %,12d %,8d %,10d %,9d  %s";

    private ResultTable() {}

    public static List<String> lines(List<TableResult> results) {
        List<String> lines = new ArrayList<>();
        lines.add(HEADING.formatted("table", "PostgreSQL", "target", "missing", "unexpected", "different"));
        results.forEach(result -> lines.add(line(result)));
        lines.add(line(sum(results)));
        for (TableResult result : results) {
            result.examples().forEach(example -> lines.add("  " + result.table() + ": " + example));
        }
        return lines;
    }

    public static boolean allEqual(List<TableResult> results) {
        return results.stream().allMatch(TableResult::isEqual);
    }

    private static TableResult sum(List<TableResult> results) {
        return new TableResult(
                "all",
                results.stream().mapToLong(TableResult::sourceRows).sum(),
                results.stream().mapToLong(TableResult::targetRows).sum(),
                results.stream().mapToLong(TableResult::missing).sum(),
                results.stream().mapToLong(TableResult::unexpected).sum(),
                results.stream().mapToLong(TableResult::different).sum(),
                List.of());
    }

    private static String line(TableResult result) {
        return String.format(
                Locale.ROOT,
                ROW,
                result.table(),
                result.sourceRows(),
                result.targetRows(),
                result.missing(),
                result.unexpected(),
                result.different(),
                result.isEqual() ? "equal" : "NOT EQUAL");
    }
}
