package io.sealane.sink;

import io.sealane.fence.Claim;
import io.sealane.fence.Recopy;
import io.sealane.model.TableId;
import io.sealane.oracle.OracleName;
import io.sealane.sink.TestingTarget.Opened;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.sealane.sink.TestingTarget.ORDERS;
import static io.sealane.sink.TestingTarget.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Requests to copy tables again, of commands that are interrupted or run at once. */
class RecopyRequestsIT {
    private static final TableId A = new TableId("public", "a");
    private static final TableId B = new TableId("public", "b");
    private static final TableId GONE = new TableId("public", "gone");
    private static final Set<TableId> MIGRATED = Set.of(A, B);

    private TestingTarget target;
    private final List<TargetConnections> opened = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        target = new TestingTarget();
    }

    @AfterEach
    void stop() throws Exception {
        opened.forEach(TargetConnections::close);
        target.close();
    }

    private RecopyRequests command() throws SQLException {
        TargetConnections connections = new TargetConnections(target.config());
        opened.add(connections);
        return new RecopyRequests(connections.open(), new OracleName(target.schema()), "demo");
    }

    @Test
    void laterRequestKeepsTheTablesOfAnInterruptedOne() throws Exception {
        assertThat(command().begin(List.of(A, GONE), MIGRATED, target.plan.routes()))
                .isPresent();

        Recopy second =
                command().begin(List.of(B), MIGRATED, target.plan.routes()).orElseThrow();

        assertThat(second.tables()).containsExactly(B, A);
        assertThat(command().find()).contains(second);
    }

    @Test
    void laterRequestKeepsTheTablesOfOneThatNoRunHasCarriedOut() throws Exception {
        RecopyRequests first = command();
        Recopy wanted = first.begin(List.of(A), MIGRATED, target.plan.routes()).orElseThrow();
        assertThat(first.setReady(wanted)).isTrue();
        assertThat(command().find()).contains(wanted.asReady());

        assertThat(command()
                        .begin(List.of(), MIGRATED, target.plan.routes())
                        .orElseThrow()
                        .tables())
                .containsExactly(A);
    }

    @Test
    void commandThatWasOvertakenEmptiesNothingMore() throws Exception {
        RecopyRequests slow = command();
        Recopy first = slow.begin(List.of(A), MIGRATED, target.plan.routes()).orElseThrow();
        assertThat(slow.stands(first)).isTrue();

        RecopyRequests quick = command();
        quick.setReady(quick.begin(List.of(A), MIGRATED, target.plan.routes()).orElseThrow());

        assertThat(slow.stands(first)).isFalse();
    }

    @Test
    void tablesThatWereEmptiedUnderARunningJobAreRequestedAgainAndStopIt() throws Exception {
        // Given a command that hangs between emptying and its end, another that overtakes it, and a job after that
        RecopyRequests slow = command();
        Recopy first = slow.begin(List.of(A), MIGRATED, target.plan.routes()).orElseThrow();
        RecopyRequests quick = command();
        quick.setReady(quick.begin(List.of(B), MIGRATED, target.plan.routes()).orElseThrow());
        Opened job = target.open(new Claim("job-1", 0, 0), OptionalLong.empty(), List.of());
        job.write(target.copied(ORDERS, order("1", "one", null, null, null))).flush();
        assertThat(command().begin(List.of(A), MIGRATED, target.plan.routes())).isEmpty();

        assertThat(slow.setReady(first)).isFalse();

        Recopy standing = command().find().orElseThrow();
        assertThat(standing.ready()).isFalse();
        assertThat(standing.tables()).containsExactly(A, B);
        job.write(target.copied(ORDERS, order("2", "two", null, null, null)));
        assertThatThrownBy(job::flush).hasMessageContaining("TGT-118");
        job.writer().close();
        assertThat(target.query("SELECT NAME FROM ORDERS")).containsExactly("one");
    }
}
