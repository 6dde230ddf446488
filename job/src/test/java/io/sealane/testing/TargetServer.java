package io.sealane.testing;

import io.sealane.standin.OracleStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.testcontainers.oracle.OracleContainer;

/**
 * A target for tests. Those of the contract with Oracle run on the first of three that there is ({@link #ofContract}): the
 * database that SEALANE_TEST_ORACLE_URL names, Oracle Free in a container where Docker is, the stand-in.
 */
public final class TargetServer implements AutoCloseable {
    private static final String IMAGE = "gvenzl/oracle-free:23-slim-faststart";
    private static final int TABLE_UNKNOWN = 942;
    private static final String USER = "app";
    private static final String VARIABLE = "SEALANE_TEST_ORACLE_";
    private static final AtomicBoolean TOLD = new AtomicBoolean();
    private static @Nullable OracleContainer container;

    private final String name;
    private final String jdbcUrl;
    private final String user;
    private final String password;
    private final @Nullable OracleStandIn standIn;
    private final AutoCloseable server;

    private TargetServer(
            String name,
            String jdbcUrl,
            String user,
            String password,
            @Nullable OracleStandIn standIn,
            AutoCloseable server) {
        this.name = name;
        this.jdbcUrl = jdbcUrl;
        this.user = user;
        this.password = password;
        this.standIn = standIn;
        this.server = server;
    }

    public static TargetServer standIn() throws IOException, SQLException {
        return standIn(OracleStandIn.builder());
    }

    public static TargetServer standIn(OracleStandIn.Builder builder) throws IOException, SQLException {
        OracleStandIn standIn = builder.user(USER, USER).start();
        return new TargetServer("the Oracle stand-in (not Oracle)", standIn.jdbcUrl(), USER, USER, standIn, standIn);
    }

    /** Its user's schema need not be empty: the tests drop the tables that they make. */
    public static TargetServer ofContract() throws IOException, SQLException {
        TargetServer server = chosen();
        if (TOLD.compareAndSet(false, true)) {
            System.out.println("Tests of the contract with Oracle run on " + server.name() + ".");
        }
        return server;
    }

    private static TargetServer chosen() throws IOException, SQLException {
        Optional<String> url = variable("URL");
        if (url.isPresent()) {
            return new TargetServer(
                    "the Oracle of " + VARIABLE + "URL",
                    url.get(),
                    variable("USER").orElse(USER),
                    variable("PASSWORD").orElse(USER),
                    null,
                    () -> {});
        }
        return hasDocker() ? container() : standIn();
    }

    private static Optional<String> variable(String what) {
        return Optional.ofNullable(System.getenv(VARIABLE + what));
    }

    private static boolean hasDocker() {
        return System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock"));
    }

    /** One for all tests of a process: it takes long to start, and is removed when the process ends. */
    private static synchronized TargetServer container() {
        OracleContainer oracle = container;
        if (oracle == null) {
            oracle = new OracleContainer(IMAGE);
            oracle.withUsername(USER).withPassword(USER).start();
            container = oracle;
        }
        return new TargetServer("Oracle Free (" + IMAGE + ")", oracle.getJdbcUrl(), USER, USER, null, () -> {});
    }

    /** For reports: on what they ran. */
    public String name() {
        return name;
    }

    public boolean isStandIn() {
        return standIn != null;
    }

    /** For tests of faults, which no Oracle has at hand. */
    public OracleStandIn asStandIn() {
        return Objects.requireNonNull(standIn, "runs on " + name);
    }

    public String jdbcUrl() {
        return jdbcUrl;
    }

    public String user() {
        return user;
    }

    public String password() {
        return password;
    }

    /** Of the user, as Oracle folds it. */
    public String schema() {
        return user.toUpperCase(Locale.ROOT);
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, user, password);
    }

    /** Before they are made: an Oracle keeps what an earlier run left there. */
    public void drop(List<String> tables) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String table : tables) {
                try {
                    statement.execute("DROP TABLE " + table);
                } catch (SQLException e) {
                    if (e.getErrorCode() != TABLE_UNKNOWN) {
                        throw e;
                    }
                }
            }
        }
    }

    @Override
    public void close() throws Exception {
        server.close();
    }
}
