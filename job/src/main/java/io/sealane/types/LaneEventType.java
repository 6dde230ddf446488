package io.sealane.types;

import io.sealane.model.LaneEvent;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/** Type information of {@link LaneEvent}; there is one instance's worth of it, {@link #INFO}. */
public final class LaneEventType extends TypeInformation<LaneEvent> {
    private static final long serialVersionUID = 1L;

    public static final LaneEventType INFO = new LaneEventType();

    private LaneEventType() {}

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public int getArity() {
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    @Override
    public Class<LaneEvent> getTypeClass() {
        return LaneEvent.class;
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public TypeSerializer<LaneEvent> createSerializer(SerializerConfig config) {
        return LaneEventSerializer.INSTANCE;
    }

    @Override
    @SuppressWarnings({"deprecation", "InlineMeSuggester"}) // abstract in Flink 1.20, gone in 2.x
    public TypeSerializer<LaneEvent> createSerializer(ExecutionConfig config) {
        return LaneEventSerializer.INSTANCE;
    }

    @Override
    public String toString() {
        return "LaneEvent";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LaneEventType;
    }

    @Override
    public int hashCode() {
        return LaneEventType.class.hashCode();
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof LaneEventType;
    }
}
