package io.sealane.prepare;

import io.sealane.config.MigrationConfig;
import io.sealane.mapping.Routes;
import io.sealane.model.MigrationException;
import io.sealane.model.Problems;
import io.sealane.oracle.OracleName;
import io.sealane.sink.MigrationRegistry;
import io.sealane.sink.TargetConnections;
import io.sealane.source.postgres.PostgresConnections;
import io.sealane.source.postgres.SourceIdentity;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session at each of the two databases. Not thread-safe; close it. */
public final class Endpoints implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);

    private interface Opening {
        Connection open() throws SQLException;
    }

    private final MigrationConfig config;
    private final Connection source;
    private final Connection target;

    private Endpoints(MigrationConfig config, Connection source, Connection target) {
        this.config = config;
        this.source = source;
        this.target = target;
    }

    /** @throws MigrationException if one of the two, or both, cannot be reached */
    public static Endpoints open(MigrationConfig config) {
        Problems problems = new Problems();
        Connection source = attempt(
                new PostgresConnections(config.source())::open,
                new SourceFaults(config.source())::connecting,
                problems);
        Connection target = attempt(
                // The provider would close the session; it is ours now.
                new TargetConnections(config.target())::open, new TargetFaults(config.target())::connecting, problems);
        if (source == null || target == null) {
            close(source);
            close(target);
            problems.throwIfAny("Cannot reach the databases");
            throw new IllegalStateException("BUG: no connection and no fault");
        }
        return new Endpoints(config, source, target);
    }

    private static @Nullable Connection attempt(
            Opening opening, Function<SQLException, MigrationException> fault, Problems problems) {
        try {
            return opening.open();
        } catch (SQLException e) {
            LOG.debug("Connection failed", e);
            problems.add(fault.apply(e));
            return null;
        }
    }

    public MigrationConfig config() {
        return config;
    }

    public Connection source() {
        return source;
    }

    public Connection target() {
        return target;
    }

    MigrationRegistry registry() {
        return new MigrationRegistry(target, controlSchema());
    }

    /** Where the tables of a registered migration go. */
    Routes registeredRoutes(String migration) {
        try {
            return registry().routes(migration);
        } catch (SQLException e) {
            throw TargetFaults.during("read the control rows", e);
        }
    }

    OracleName controlSchema() {
        return new OracleName(config.target().controlSchema());
    }

    SourceIdentity identity() throws SQLException {
        try (Connection replication = new PostgresConnections(config.source()).openReplication()) {
            return SourceIdentity.identify(replication);
        }
    }

    @Override
    public void close() {
        close(source);
        close(target);
    }

    private static void close(@Nullable Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            LOG.debug("Closing a connection failed", e);
        }
    }
}
