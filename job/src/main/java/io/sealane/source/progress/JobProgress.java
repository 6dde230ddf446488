package io.sealane.source.progress;

import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.api.connector.source.SourceEvent;

/** The job's metrics as the coordinator has them now, for the reader that shows them. */
public final class JobProgress implements SourceEvent {
    private static final long serialVersionUID = 1L;

    private final TreeMap<String, Number> values;

    JobProgress(SortedMap<String, Number> values) {
        this.values = new TreeMap<>(values);
    }

    public SortedMap<String, Number> values() {
        return values;
    }
}
