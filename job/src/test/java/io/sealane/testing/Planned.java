package io.sealane.testing;

import io.sealane.mapping.MigrationPlan;
import io.sealane.model.Problems;
import io.sealane.plan.MigrationPlanner;
import io.sealane.prepare.Endpoints;
import io.sealane.prepare.Preparation;
import io.sealane.prepare.Prepared;

/** The first steps of `sealane prepare`. */
public final class Planned {
    private Planned() {}

    /** @throws io.sealane.model.MigrationException if there is anything in the way of the plan */
    public static MigrationPlan plan(Endpoints endpoints) {
        Problems problems = new Problems();
        MigrationPlan plan = MigrationPlanner.plan(endpoints.config(), endpoints.source(), endpoints.target(), problems)
                .plan();
        problems.throwIfAny("Cannot plan");
        return plan;
    }

    public static Prepared prepare(Endpoints endpoints) {
        return new Preparation(endpoints).prepare(plan(endpoints));
    }
}
