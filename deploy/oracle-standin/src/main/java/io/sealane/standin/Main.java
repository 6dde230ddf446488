package io.sealane.standin;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a stand-in until it is told to end. Exit codes: 0 ended on request, 2 bad arguments, 70 could not start. */
@Command(
        name = "oracle-standin",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Serves the Oracle wire protocol on the loopback interface and executes on H2.",
            "This is a stand-in for tests and demonstrations. It is not an Oracle database, and what works here is not"
                    + " thereby known to work on one."
        })
public final class Main implements Callable<Integer> {
    private static final int BAD_ARGUMENTS = 2;
    private static final int COULD_NOT_START = 70;
    private static final String PASSWORD_VARIABLE = "STANDIN_PASSWORD_";

    @Option(
            names = "--port",
            defaultValue = "1521",
            description = "Port to listen on; 0 takes a free one. Default: 1521.")
    private int port;

    @Option(
            names = "--user",
            required = true,
            paramLabel = "NAME[=PASSWORD]",
            description = "A user with a schema of that name; may be repeated. Without a password it is taken from the"
                    + " variable STANDIN_PASSWORD_NAME.")
    private String[] users = {};

    @Option(
            names = "--storage",
            defaultValue = "memory",
            paramLabel = "memory|DIR",
            description = "Where rows are kept: in memory, or in files of a directory. Default: memory.")
    private String storage = "memory";

    @Option(names = "--service", defaultValue = "SEALANE", description = "Name of the service. Default: SEALANE.")
    private String service = "SEALANE";

    @Option(
            names = "--init",
            paramLabel = "FILE.sql",
            description = "Statements to run first as the first user; each ends with ; at the end of a line.")
    private @Nullable Path init;

    @Option(
            names = "--discard",
            paramLabel = "PREFIX",
            description = "Count the rows of inserts, updates and deletes without storing them, except in tables whose"
                    + " names begin with PREFIX.")
    private @Nullable String discardExcept;

    @Option(
            names = "--version",
            defaultValue = "19",
            paramLabel = "19|23",
            description = "The release of Oracle Database to announce. 23 has BOOLEAN and JSON columns. Default: 19.")
    private int version;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    private final Map<String, String> environment;

    Main(Map<String, String> environment) {
        this.environment = environment;
    }

    public static void main(String[] arguments) {
        System.exit(commandLine(System.getenv()).execute(arguments));
    }

    static CommandLine commandLine(Map<String, String> environment) {
        return new CommandLine(new Main(environment))
                .setExecutionExceptionHandler((error, commandLine, parsed) -> {
                    commandLine.getErr().println("Cannot start the stand-in: " + error.getMessage());
                    return COULD_NOT_START;
                })
                .setParameterExceptionHandler((error, arguments) -> {
                    error.getCommandLine().getErr().println(error.getMessage());
                    error.getCommandLine().usage(error.getCommandLine().getErr());
                    return BAD_ARGUMENTS;
                });
    }

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        Map<String, String> passwords = passwords();
        OracleStandIn.Builder builder =
                OracleStandIn.builder().port(port).service(service).storage(place());
        passwords.forEach(builder::user);
        try {
            builder.version(version);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        if (discardExcept != null) {
            builder.discardRowsExcept(discardExcept);
        }
        OracleStandIn standIn = builder.start();
        try {
            if (init != null) {
                standIn.runScript(Files.readString(init, StandardCharsets.UTF_8));
            }
            PrintWriter out = spec.commandLine().getOut();
            out.println("Oracle stand-in (H2 behind Oracle's wire protocol; not an Oracle database)");
            out.println(standIn.jdbcUrl());
            out.flush();
            awaitEnd(standIn);
        } finally {
            standIn.close();
        }
        return 0;
    }

    /** Returns when the thread is interrupted; on SIGTERM the hook closes the stand-in first. */
    private static void awaitEnd(OracleStandIn standIn) {
        Thread hook = new Thread(
                () -> {
                    try {
                        standIn.close();
                    } catch (SQLException e) {
                        System.err.println("Cannot close the stand-in: " + e.getMessage());
                    }
                },
                "standin-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }

    private Map<String, String> passwords() {
        Map<String, String> passwords = new LinkedHashMap<>();
        for (String user : users) {
            int equals = user.indexOf('=');
            String name = equals < 0 ? user : user.substring(0, equals);
            String variable = PASSWORD_VARIABLE + name.toUpperCase(Locale.ROOT);
            String password = equals < 0 ? environment.get(variable) : user.substring(equals + 1);
            if (password == null) {
                throw new ParameterException(
                        spec.commandLine(),
                        "Cannot add user " + name + ": it has no password. Set " + variable + ", or write --user "
                                + name + "=PASSWORD.");
            }
            passwords.put(name, password);
        }
        return passwords;
    }

    private Storage place() throws IOException {
        return storage.equals("memory")
                ? Storage.memory()
                : Storage.directory(Files.createDirectories(Path.of(storage)));
    }
}
