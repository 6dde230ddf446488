package io.sealane.demo;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What {@code deploy/demo.sh} passes on; its {@code --help} explains the options that are its user's. */
@Command(name = "demo")
final class DemoOptions {
    @Option(names = "--rows", required = true)
    long rows;

    @Option(names = "--seconds", required = true)
    long seconds;

    @Option(names = "--keep")
    boolean keep;

    /** Both databases and the load alone; the migration is its user's. */
    @Option(names = "--databases")
    boolean databases;

    /** The top of the source tree. */
    @Option(names = "--root", required = true)
    Path root = Path.of("");

    /** An empty directory; demo.sh deletes it. */
    @Option(names = "--work", required = true)
    Path work = Path.of("");

    @Option(names = "--log", required = true)
    Path log = Path.of("");

    /** Standard output understands cursor movement. */
    @Option(names = "--terminal")
    boolean terminal;

    @Option(names = "--color")
    boolean color;

    /** The log's path as a reader would type it here. */
    Path logShown() {
        Path here = Path.of("").toAbsolutePath();
        return log.startsWith(here) ? here.relativize(log) : log;
    }
}
