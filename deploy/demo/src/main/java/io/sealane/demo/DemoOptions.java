package io.sealane.demo;

import io.sealane.demo.shop.ShopTable;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the demo is asked for. {@code deploy/demo.sh} passes its own arguments on and adds the hidden ones. */
@Command(
        name = "bash deploy/demo.sh",
        sortOptions = false,
        description = "Migrates a PostgreSQL shop to the Oracle stand-in while it is being written to, on this machine"
                + " alone, and compares every row at the end.",
        footer = {"", "Exit codes: 0 every row is equal, 1 not, 2 wrong usage or a missing tool, 130 interrupted."})
final class DemoOptions {
    static final int MOST_ROWS = 20_000_000;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "300000",
            description = "Rows in the shop when the migration begins (default: ${DEFAULT-VALUE}).")
    int rows;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "20",
            description = "Seconds for which the load goes on after the copy is done (default: ${DEFAULT-VALUE}).")
    int seconds;

    @Option(
            names = "--keep",
            description = "Go on after the comparison with everything running, the load too, until Ctrl-C.")
    boolean keep;

    @Option(names = "--no-color", description = "No colours. The variable NO_COLOR does the same.")
    boolean noColor;

    @Option(names = "--help", usageHelp = true, description = "This help.")
    boolean help;

    @Option(names = "--work-dir", hidden = true, required = true)
    Path workDirectory = Path.of("");

    @Option(names = "--log-file", hidden = true, required = true)
    Path logFile = Path.of("");

    @Option(names = "--terminal", hidden = true)
    boolean terminal;

    /** What is wrong with the values, or an empty text. */
    String fault() {
        if (rows < ShopTable.LEAST_ROWS || rows > MOST_ROWS) {
            return "Invalid value for option '--rows': " + rows + ". Give " + ShopTable.LEAST_ROWS + " to " + MOST_ROWS
                    + ".";
        }
        return seconds < 0 ? "Invalid value for option '--seconds': " + seconds + ". Give 0 or more." : "";
    }
}
