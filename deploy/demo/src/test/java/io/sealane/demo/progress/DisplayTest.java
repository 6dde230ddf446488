package io.sealane.demo.progress;

import io.sealane.demo.shop.LoadCounts;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DisplayTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);

    @Test
    void theBoardShowsEveryTableAndTheSum() {
        List<String> lines = new Board(Paint.NONE).lines(progress(Phase.COPYING, 83));

        assertThat(lines)
                .containsExactly(
                        "",
                        "  Copying the tables                            1:23",
                        "  table                rows    in source                               rows/s",
                        "  customer           15,000       30,000 ##########..........  50%      1,200",
                        "  order_line        150,000      150,000 #################### 100%          0",
                        "  all               165,000      180,000 ##################..  92%      1,200",
                        "  load   1,234 transactions committed, 56 rolled back, 400/s",
                        "  lag    changes wait in the replication slot until the copy is done");
        assertThat(lines).allMatch(line -> line.length() <= 78);
    }

    @Test
    void onceTheChangesAreFollowedTheBoardShowsTheLag() {
        assertThat(new Board(Paint.NONE).lines(progress(Phase.FOLLOWING, 5)))
                .contains("  lag    12,345 bytes of WAL, 210 ms");
    }

    @Test
    void aTerminalIsDrawnOverWithTheCursor() {
        Display display = new Display(out, true, Paint.NONE);
        display.show(progress(Phase.COPYING, 1));
        written.reset();

        display.show(progress(Phase.COPYING, 2));

        assertThat(written()).startsWith("\u001b[8A\u001b[2K").contains("0:02");
    }

    @Test
    void elsewhereALineIsPrintedEveryTwoSecondsAndAtEachNewPhase() {
        Display display = new Display(out, false, Paint.NONE);

        display.show(progress(Phase.COPYING, 1));
        display.show(progress(Phase.COPYING, 2));
        display.show(progress(Phase.COPYING, 3));
        display.show(progress(Phase.FOLLOWING, 4));

        assertThat(written().lines())
                .containsExactly(
                        "     1 s  copying the tables: 165,000 of 180,000 rows, 92%, 1,200 rows/s; customer 50%",
                        "     3 s  copying the tables: 165,000 of 180,000 rows, 92%, 1,200 rows/s; customer 50%",
                        "     4 s  following the changes: 165,000 rows, lag 12,345 bytes of WAL, 210 ms");
    }

    private String written() {
        return written.toString(StandardCharsets.UTF_8);
    }

    private static Progress progress(Phase phase, int seconds) {
        return new Progress(
                phase,
                Duration.ofSeconds(seconds),
                List.of(
                        new TableProgress("customer", 15_000, 30_000, 1_200),
                        new TableProgress("order_line", 150_000, 150_000, 0)),
                new Lag(12_345, 210),
                new LoadCounts(1_234, 56),
                400);
    }
}
