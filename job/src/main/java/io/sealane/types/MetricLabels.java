package io.sealane.types;

import io.sealane.mapping.MigrationPlan;
import java.util.Map;
import org.apache.flink.metrics.MetricGroup;

/** Puts the migration's free labels on metrics, as variables of their scope. */
public final class MetricLabels {
    private MetricLabels() {}

    /** The group under which every metric of ours is registered. */
    public static MetricGroup on(MetricGroup group, MigrationPlan plan) {
        MetricGroup labelled = group;
        for (Map.Entry<String, String> label : plan.labels().entrySet()) {
            labelled = labelled.addGroup(label.getKey(), label.getValue());
        }
        return labelled;
    }
}
