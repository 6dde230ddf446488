package io.sealane.source;

import io.debezium.relational.TableId;
import io.debezium.relational.history.TableChanges.TableChange;
import io.sealane.source.fetch.CopyTask;
import io.sealane.source.fetch.FetchContext;
import io.sealane.source.fetch.ReaderScope;
import io.sealane.source.fetch.StreamTask;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.cdc.connectors.base.config.JdbcSourceConfig;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceSplitBase;
import org.apache.flink.cdc.connectors.base.source.reader.external.FetchTask;
import org.apache.flink.cdc.connectors.base.source.reader.external.JdbcSourceFetchTaskContext;
import org.apache.flink.cdc.connectors.postgres.source.PostgresDialect;
import org.apache.flink.cdc.connectors.postgres.source.config.PostgresSourceConfig;
import org.jspecify.annotations.Nullable;

/**
 * Where Flink CDC's reader gets its fetch tasks: ours, in place of the connector's. One with a scope serves one reader; the
 * one that the source itself carries has none and makes no task.
 */
final class MigrationDialect extends PostgresDialect {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable ReaderScope scope;

    MigrationDialect(PostgresSourceConfig config, @Nullable ReaderScope scope) {
        super(config);
        this.scope = scope;
    }

    @Override
    @SuppressWarnings("unchecked") // AbstractScanFetchTask implements the raw type
    public FetchTask<SourceSplitBase> createFetchTask(SourceSplitBase split) {
        ReaderScope reader = scope();
        return split.isSnapshotSplit()
                ? new CopyTask(split.asSnapshotSplit(), reader)
                : new StreamTask(split.asStreamSplit(), reader);
    }

    @Override
    public JdbcSourceFetchTaskContext createFetchTaskContext(JdbcSourceConfig config) {
        return new FetchContext(config, this);
    }

    /** Every table of a split: the enumerator refuses a checkpoint with others. */
    @Override
    public boolean isIncludeDataCollection(JdbcSourceConfig config, TableId table) {
        return true;
    }

    /** None: rows carry no schema. Flink CDC adds to the map. */
    @Override
    public Map<TableId, TableChange> discoverDataCollectionSchemas(JdbcSourceConfig config) {
        return new HashMap<>();
    }

    private ReaderScope scope() {
        if (scope == null) {
            throw new IllegalStateException("BUG: a fetch task outside of a reader");
        }
        return scope;
    }
}
