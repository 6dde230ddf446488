package io.sealane.demo.progress;

import java.util.Locale;
import java.util.stream.Collectors;

/** Puts {@link Progress} into one line, for a file or a pipe. Pure. */
final class PlainLine {
    private PlainLine() {}

    static String of(Progress progress) {
        TableProgress total = progress.total();
        String head = String.format(
                Locale.ROOT,
                "  %4d s  %s: ",
                progress.elapsed().toSeconds(),
                progress.phase().title());
        if (progress.phase() != Phase.COPYING) {
            return head + String.format(Locale.ROOT, "%,d rows, lag %s", total.rows(), lag(progress.lag()));
        }
        String underWay = progress.tables().stream()
                .filter(table -> table.percent() > 0 && table.percent() < 100)
                .map(table -> table.table() + " " + table.percent() + "%")
                .collect(Collectors.joining(", "));
        return head
                + String.format(
                        Locale.ROOT,
                        "%,d of %,d rows, %d%%, %,d rows/s%s",
                        total.rows(),
                        total.sourceRows(),
                        total.percent(),
                        total.rowsPerSecond(),
                        underWay.isEmpty() ? "" : "; " + underWay);
    }

    static String lag(Lag lag) {
        return String.format(Locale.ROOT, "%,d bytes of WAL, %,d ms", lag.bytes(), lag.millis());
    }
}
