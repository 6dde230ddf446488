package io.sealane.cli;

import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.util.SerializedThrowable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Tells a fault in one line, or in one JSON object, and makes its exit code of it. */
final class FaultReport implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception thrown, CommandLine command, ParseResult arguments) {
        MigrationException fault = explain(thrown);
        PrintWriter err = command.getErr();
        if (command.getParseResult().hasMatchedOption("--json")) {
            Map<String, Object> error = new LinkedHashMap<>();
            error.put("code", fault.code());
            error.put("kind", fault.kind().name());
            error.put("exitCode", fault.kind().exitCode());
            error.put("message", fault.getMessage());
            command.getOut().println(Options.json(Map.of("error", error)));
        } else {
            err.println(fault.getMessage());
        }
        if (command.getParseResult().hasMatchedOption("--verbose")) {
            thrown.printStackTrace(err);
        }
        return fault.kind().exitCode();
    }

    /** The product's own fault that lies under what Flink and the JDK have wrapped around it. */
    static MigrationException explain(Throwable thrown) {
        for (@Nullable Throwable at = thrown; at != null; at = at.getCause()) {
            Throwable original = at instanceof SerializedThrowable serialized
                    ? serialized.deserializeError(FaultReport.class.getClassLoader())
                    : at;
            if (original instanceof MigrationException fault) {
                return fault;
            }
        }
        Throwable last = thrown;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        return new MigrationException(
                Kind.BUG,
                "BUG-001",
                "Cannot finish: " + last.getClass().getSimpleName() + ": " + last.getMessage()
                        + ". Run it again with --verbose, and report what it prints.",
                thrown);
    }
}
