package io.sealane.plan;

import io.sealane.config.SourceConfig;
import io.sealane.mapping.TablePlan;
import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import io.sealane.model.RowText;
import io.sealane.sink.RowFetcher;
import io.sealane.source.postgres.PostgresConnections;
import io.sealane.source.postgres.copy.RowReader;
import io.sealane.source.split.UnreadableRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Re-reads rows for the sink over a connection of its own, made when the first is wanted. One thread. */
public final class SourceRowFetcher implements RowFetcher {
    private static final Logger LOG = LoggerFactory.getLogger(SourceRowFetcher.class);

    /** Travels with the sink. */
    public record Factory(SourceConfig source) implements RowFetcher.Factory {
        private static final long serialVersionUID = 1L;

        @Override
        public RowFetcher create() {
            return new SourceRowFetcher(source);
        }
    }

    private final SourceConfig source;
    private @Nullable Connection connection;

    private SourceRowFetcher(SourceConfig source) {
        this.source = source;
    }

    @Override
    public Optional<RowText> fetch(TablePlan table, RowText keyRow) {
        try {
            return RowReader.read(connection(), table.source(), inSourceOrder(table, keyRow))
                    .map(table::project);
        } catch (MigrationException e) {
            close();
            throw e;
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            // After a failure nobody knows in which state the connection is.
            close();
            String doing = "read a row of " + table.source().id() + " again at " + source.address();
            throw UnreadableRow.of(doing, e).orElseGet(() -> failed(doing, e));
        }
    }

    /** The key columns at their places in the source's row; nothing else is looked at. */
    static RowText inSourceOrder(TablePlan table, RowText keyRow) {
        List<Integer> sources = table.sourceIndexes();
        RowText.Builder row = new RowText.Builder(table.source().columns().size(), keyRow.size());
        for (int i = 0; i < table.source().columns().size(); i++) {
            int target = sources.indexOf(i);
            if (target >= 0 && table.target().key().contains(target)) {
                row.add(keyRow, target);
            } else {
                row.addNull();
            }
        }
        return row.build();
    }

    private Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = new PostgresConnections(source).open();
            connection = open;
        }
        return open;
    }

    private static MigrationException failed(String doing, Exception e) {
        return new MigrationException(
                Kind.SOURCE,
                "SRC-325",
                "Cannot " + doing + ": " + e.getClass().getSimpleName()
                        + ". The row's change came without a large value that it left alone, and the target has no such"
                        + " row yet. Check that the source can be reached from the job's machines.",
                e);
    }

    @Override
    public void close() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            LOG.debug("Closing the connection failed", e);
        } finally {
            connection = null;
        }
    }
}
