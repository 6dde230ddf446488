package io.sealane.source.fetch;

import io.sealane.model.LaneEvent;
import io.sealane.types.LaneEventType;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.cdc.debezium.DebeziumDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.connect.source.SourceRecord;

/** The connector asks a deserializer for the produced type; records of Debezium, for which it is meant, never occur. */
public final class NoDeserializer implements DebeziumDeserializationSchema<LaneEvent> {
    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(SourceRecord record, Collector<LaneEvent> out) {
        throw new IllegalStateException("BUG: a record of Debezium reached the emitter");
    }

    @Override
    public TypeInformation<LaneEvent> getProducedType() {
        return LaneEventType.INFO;
    }
}
