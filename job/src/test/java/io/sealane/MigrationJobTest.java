package io.sealane;

import io.sealane.mapping.Plans;
import io.sealane.model.LaneEvent;
import io.sealane.model.LaneEvent.Mark;
import io.sealane.model.Lsn;
import io.sealane.model.Witness;
import io.sealane.types.LaneEventType;
import java.util.Arrays;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MigrationJobTest {
    @Test
    void everyOperatorIsAStageAndNothingIsLeftToKryo() {
        Configuration strict = new Configuration();
        strict.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        strict.set(PipelineOptions.GENERIC_TYPES, false);
        var env = StreamExecutionEnvironment.getExecutionEnvironment(strict);
        var source = new DataGeneratorSource<LaneEvent>(new Marks(), 1, LaneEventType.INFO);

        new MigrationJob(Plans.of(1, "int8"), source, new DiscardingSink<>()).attachTo(env);
        StreamGraph graph = env.getStreamGraph();

        assertThat(graph.getStreamNodes().stream().map(StreamNode::getTransformationUID))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Stage.values()).map(Stage::uid).toList());
        assertThat(graph.getJobGraph().getVerticesSortedTopologicallyFromSources())
                .as("one shuffle, so two chains")
                .hasSize(2);
    }

    @Test
    void uidsAreSavepointFormat() {
        assertThat(Arrays.stream(Stage.values()).map(Stage::uid)).containsExactly("read", "filter", "map", "write");
    }

    private static final class Marks implements GeneratorFunction<Long, LaneEvent> {
        private static final long serialVersionUID = 1L;

        @Override
        public LaneEvent map(Long index) {
            return new Mark(0, Witness.first(1, new Lsn(index)), 0);
        }
    }
}
