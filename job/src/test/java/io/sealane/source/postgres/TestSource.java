package io.sealane.source.postgres;

import io.sealane.config.SourceConfig;
import io.sealane.model.Lsn;
import io.sealane.model.SourceTable;
import io.sealane.model.TableId;
import io.sealane.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Tables of one test, published, with a slot of their own.
 *
 * @param start the slot's consistent point
 */
public record TestSource(TestPostgres postgres, SourceConfig config, Map<TableId, SourceTable> tables, Lsn start) {

    /** Publishes {@code tables} of schema public and makes a slot, both called {@code name}. */
    public static TestSource of(TestPostgres postgres, String name, String... tables) throws SQLException {
        List<TableId> ids =
                Arrays.stream(tables).map(table -> new TableId("public", table)).toList();
        SourceConfig config = postgres.sourceConfig(name, name);
        try (Connection connection = new PostgresConnections(config).open()) {
            Publication.create(connection, name, ids);
            Lsn start = ReplicationSlot.create(connection, name);
            return new TestSource(postgres, config, Catalog.describe(connection, ids), start);
        }
    }

    public SourceTable table(String name) {
        return java.util.Objects.requireNonNull(tables.get(new TableId("public", name)));
    }

    /** Frees the server of a slot that no test will read again. */
    public void drop() throws SQLException {
        try (Connection connection = new PostgresConnections(config).open()) {
            ReplicationSlot.drop(connection, config.slot());
        }
    }
}
