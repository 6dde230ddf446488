package io.sealane.chaos.mutant;

import io.sealane.model.Lsn;
import io.sealane.model.RowText;
import io.sealane.model.Witness;
import io.sealane.source.event.Batcher;
import io.sealane.source.postgres.stream.ChangeStream;
import io.sealane.source.split.StreamPosition;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import net.bytebuddy.asm.Advice.Argument;
import net.bytebuddy.asm.Advice.Enter;
import net.bytebuddy.asm.Advice.FieldValue;
import net.bytebuddy.asm.Advice.OnMethodEnter;
import net.bytebuddy.asm.Advice.OnMethodExit;
import net.bytebuddy.asm.Advice.OnNonDefaultValue;
import net.bytebuddy.asm.Advice.Return;
import net.bytebuddy.asm.Advice.This;

/**
 * What is written into the product's methods. The bodies are copied there, so they may name only what is public; a
 * method that is entered with {@code true} or a value skips its own body.
 */
@SuppressWarnings("UnusedVariable") // what is assigned is read by the code around it
final class Cuts {
    private Cuts() {}

    static final class StartsAtConsistencyPoint {
        @OnMethodExit
        static void exit(@Argument(0) Lsn point, @Return(readOnly = false) StreamPosition position) {
            Hits.count(Mutant.PINNED_LOW_WATERMARK);
            position = position.movedTo(position.reached().at(point));
        }
    }

    static final class AttachesUnchecked {
        @OnMethodEnter(skipOn = OnNonDefaultValue.class)
        static boolean enter(@FieldValue(value = "attached", readOnly = false) boolean attached) {
            Hits.count(Mutant.OPEN_CHECK);
            attached = true;
            return true;
        }
    }

    static final class StartsUncovered {
        @OnMethodEnter(skipOn = OnNonDefaultValue.class)
        static boolean enter() {
            Hits.count(Mutant.COVERED_START);
            return true;
        }
    }

    static final class WaitsForNoFlush {
        @OnMethodEnter(skipOn = OnNonDefaultValue.class)
        static Lsn enter(@Argument(0) Connection connection) throws SQLException {
            Hits.count(Mutant.DURABILITY_WAIT);
            return Replacements.written(connection);
        }

        @OnMethodExit
        static void exit(@Enter Lsn written, @Return(readOnly = false) Lsn result) {
            result = written;
        }
    }

    static final class SettledWhenRead {
        @OnMethodExit
        static void exit(
                @FieldValue("planned") Collection<?> planned,
                @FieldValue("open") Map<String, ?> open,
                @FieldValue("reports") Map<String, ?> reports,
                @Return(readOnly = false) boolean settled) {
            Hits.count(Mutant.DURABLE_CHUNKS);
            settled = planned.isEmpty() && reports.keySet().containsAll(open.keySet());
        }
    }

    static final class HeldByNoCheckpoint {
        @OnMethodExit
        static void exit(@Return(readOnly = false) boolean held) {
            Hits.count(Mutant.HOLD_UNTIL_CHECKPOINT);
            held = true;
        }
    }

    static final class TakesCopiedRows {
        @OnMethodEnter(skipOn = OnNonDefaultValue.class)
        static boolean enter() {
            Hits.count(Mutant.COPIED_ROW_CHECK);
            return true;
        }
    }

    static final class AcceptsAgain {
        @OnMethodExit
        static void exit(@Return(readOnly = false) boolean accepted) {
            Hits.count(Mutant.FENCE);
            accepted = true;
        }
    }

    static final class WithoutGeneration {
        @OnMethodEnter
        static void enter(@Argument(value = 0, readOnly = false) Connection connection) {
            connection = Replacements.withoutGeneration(connection);
        }
    }

    static final class WithoutComparison {
        @OnMethodEnter
        static void enter(@Argument(value = 0, readOnly = false) Connection connection) {
            connection = Replacements.withoutComparison(connection);
        }
    }

    static final class KnowsNoMarks {
        @OnMethodEnter(skipOn = OnNonDefaultValue.class)
        static boolean enter() {
            Hits.count(Mutant.MARK);
            return true;
        }
    }

    static final class EndsAtBegin {
        @OnMethodExit
        static void exit(
                @Argument(0) Lsn transaction,
                @Argument(1) long micros,
                @FieldValue("reached") Witness reached,
                @FieldValue("out") Batcher out) {
            Hits.count(Mutant.BOUNDARY_STATE);
            out.moveBoundary(reached.after(transaction, micros).at(new Lsn(transaction.value() + 1)));
        }
    }

    static final class FillsNothing {
        @OnMethodExit
        static void exit(@This RowText row, @Return(readOnly = false) RowText filled) {
            Hits.count(Mutant.TOAST_FILL);
            filled = row;
        }
    }

    static final class FetchesNothing {
        @OnMethodExit
        static void exit(@Return(readOnly = false) Optional<RowText> row) {
            Hits.count(Mutant.TOAST_REREAD);
            row = Optional.empty();
        }
    }

    static final class SeesAll {
        @OnMethodExit
        static void exit(@Return(readOnly = false) boolean visible) {
            Hits.count(Mutant.VISIBLE_BEFORE_REREAD);
            visible = true;
        }
    }

    static final class BelievesInCommit {
        @OnMethodEnter(skipOn = OnNonDefaultValue.class)
        static boolean enter() {
            Hits.count(Mutant.UNKNOWN_COMMIT);
            return true;
        }

        @OnMethodExit
        static void exit(@Return(readOnly = false) boolean committed) {
            committed = true;
        }
    }

    static final class OneRound {
        @OnMethodExit
        static void exit(@Return(readOnly = false) int round) {
            Hits.count(Mutant.RECURRING_KEY);
            round = 1;
        }
    }

    static final class AcknowledgesAsRead {
        @OnMethodExit
        static void exit(@This ChangeStream stream) throws SQLException {
            Lsn read = stream.idlePosition();
            if (read != null) {
                Hits.count(Mutant.ACKNOWLEDGE_COMPLETED);
                stream.acknowledge(read);
            }
        }
    }
}
