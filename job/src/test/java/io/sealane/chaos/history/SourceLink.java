package io.sealane.chaos.history;

import io.sealane.testing.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A writer's connection, made anew when the server has crashed under it. Used by one thread. */
final class SourceLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SourceLink.class);
    private static final Duration LONGEST_ABSENCE = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 50;
    /** Ended by an administrator, by a crash, or starting up. */
    private static final Set<String> GONE = Set.of("57P01", "57P02", "57P03");

    private final TestPostgres postgres;
    private final List<String> settings;
    private @Nullable Connection connection;

    /** @param settings statements that each new connection begins with */
    SourceLink(TestPostgres postgres, String... settings) {
        this.postgres = postgres;
        this.settings = List.of(settings);
    }

    /** The open connection, or a new one, which is waited for while the server is away. */
    Connection connection() throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST_ABSENCE.toNanos();
        Connection open = connection;
        while (open == null) {
            try {
                open = connect();
            } catch (SQLException e) {
                if (!isLoss(e) || System.nanoTime() - deadline > 0) {
                    throw e;
                }
                Thread.sleep(POLL_MILLIS);
            }
        }
        connection = open;
        return open;
    }

    private Connection connect() throws SQLException {
        Connection opened = DriverManager.getConnection(postgres.url(), TestPostgres.USER, TestPostgres.USER);
        try (Statement statement = opened.createStatement()) {
            for (String setting : settings) {
                statement.execute(setting);
            }
        } catch (SQLException e) {
            opened.close();
            throw e;
        }
        return opened;
    }

    /** Forgets a connection that the server has left; throws {@code e} if it tells of something else. */
    void lose(SQLException e) throws SQLException {
        if (!isLoss(e)) {
            throw e;
        }
        close();
    }

    private static boolean isLoss(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("08") || GONE.contains(state);
    }

    @Override
    public void close() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.debug("The connection was gone already", e);
            }
            connection = null;
        }
    }
}
