package io.sealane.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.sealane.config.ConfigReader;
import io.sealane.config.MigrationConfig;
import java.nio.file.Path;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command takes, and how every command prints. */
final class Options {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Environment environment;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "The migration's YAML file; conf/migration.yaml names and explains every key.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path file;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Option(names = "--verbose", description = "Print stack traces and a detailed log.")
    void verbose(boolean ignored) {
        // Read where logging is configured and faults are told, both outside of any command.
    }

    Options(Environment environment) {
        this.environment = environment;
    }

    MigrationConfig config() {
        return ConfigReader.read(file, environment);
    }

    /** Prints a result: the record as JSON, or its text. */
    void print(Object result, Supplier<String> text) {
        command.commandLine().getOut().println(json ? json(result) : text.get());
    }

    /** A line beside the result: a warning, or what is going on. */
    void note(String line) {
        command.commandLine().getErr().println(line);
    }

    static String json(Object result) {
        try {
            return JSON.writeValueAsString(result);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("BUG: result cannot be written as JSON", e);
        }
    }
}
