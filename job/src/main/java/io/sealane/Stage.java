package io.sealane;

import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The job's operators: the name that the web UI shows and the uid that savepoints are written under. A uid is savepoint
 * format and never changes.
 */
public enum Stage {
    READ("read", "Read PostgreSQL"),
    FILTER("filter", "Filter changes"),
    MAP("map", "Map to target"),
    WRITE("write", "Write Oracle");

    private final String uid;
    private final String title;

    Stage(String uid, String title) {
        this.uid = uid;
        this.title = title;
    }

    public String uid() {
        return uid;
    }

    public String title() {
        return title;
    }

    <T> SingleOutputStreamOperator<T> label(SingleOutputStreamOperator<T> operator) {
        return operator.uid(uid).name(title);
    }

    <T> DataStreamSink<T> label(DataStreamSink<T> sink) {
        return sink.uid(uid).name(title);
    }
}
