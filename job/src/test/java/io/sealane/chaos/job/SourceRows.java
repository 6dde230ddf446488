package io.sealane.chaos.job;

import io.sealane.config.SourceConfig;
import io.sealane.mapping.TablePlan;
import io.sealane.model.RowText;
import io.sealane.sink.RowFetcher;
import io.sealane.source.postgres.PostgresConnections;
import io.sealane.source.postgres.copy.RowReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** TEMPORARY. */
record SourceRows(SourceConfig config) implements RowFetcher.Factory {
    private static final long serialVersionUID = 1L;

    @Override
    public RowFetcher create() {
        return new Fetcher(config);
    }

    private static final class Fetcher implements RowFetcher {
        private final SourceConfig config;
        private @Nullable Connection connection;

        Fetcher(SourceConfig config) {
            this.config = config;
        }

        @Override
        public Optional<RowText> fetch(TablePlan table, RowText keyRow) {
            try {
                if (connection == null) {
                    connection = new PostgresConnections(config).open();
                    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                    connection.setAutoCommit(false);
                }
                RowText.Builder key =
                        new RowText.Builder(table.source().columns().size(), 16);
                for (int i = 0; i < table.source().columns().size(); i++) {
                    int at = table.sourceIndexes().indexOf(i);
                    if (at < 0) {
                        key.addNull();
                    } else {
                        key.add(keyRow, at);
                    }
                }
                return RowReader.read(connection, table.source(), key.build()).map(table::project);
            } catch (SQLException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            if (connection != null) {
                try {
                    connection.close();
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }
}
