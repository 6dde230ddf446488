package io.sealane.cli;

/** Chooses how this process logs, unless it has been told already, as Flink's scripts do. */
final class Logging {
    private static final String PROPERTY = "log4j.configurationFile";

    private Logging() {}

    /** Must run before the first logger is made. */
    static void configure(boolean verbose) {
        if (System.getProperty(PROPERTY) == null && System.getenv("LOG4J_CONFIGURATION_FILE") == null) {
            System.setProperty(
                    PROPERTY,
                    verbose ? "io/sealane/cli/log4j2-verbose.properties" : "io/sealane/cli/log4j2.properties");
        }
    }
}
