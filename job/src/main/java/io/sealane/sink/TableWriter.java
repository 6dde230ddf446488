package io.sealane.sink;

import io.sealane.fence.RefusedException;
import io.sealane.mapping.TablePlan;
import io.sealane.model.LargeValue;
import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import io.sealane.model.RowText;
import io.sealane.model.SourceColumn;
import io.sealane.oracle.BindKind;
import io.sealane.oracle.DmlStatement;
import io.sealane.oracle.PolicyUse;
import io.sealane.oracle.TableStatements;
import io.sealane.oracle.TargetColumn;
import io.sealane.oracle.TypePair;
import io.sealane.oracle.TypePairs;
import io.sealane.oracle.UnfitValueException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One target table: its statements, and how a row becomes their parameters. Belongs to one writer. */
final class TableWriter {
    /**
     * Longest value that the driver sends in line, in bytes of the character set that it goes out in. It must not be more: of a
     * longer text that goes out by setString, ojdbc11 23.26 breaks every character of four bytes that stands at a multiple of
     * 8,192, without a word (measured).
     */
    private static final int LONGEST_IN_LINE = 32_766;

    /** A text of a VARCHAR2's length is one for sure; whether Oracle makes JSON of a longer one in line is not known. */
    private static final int LONGEST_JSON_IN_LINE = 4_000;

    private final TablePlan plan;
    private final PolicyUse.Listener policies;
    private final List<TypePair> pairs;
    private final int[] lobs;
    private final TableStatements statements;
    private final DmlStatement insert;
    private final DmlStatement update;
    private final DmlStatement delete;
    private final Map<List<Integer>, DmlStatement> partialUpdates = new HashMap<>();

    /** Whether rows to insert are mostly there already, so that an update comes first. */
    private boolean mostlyThere;

    /**
     * @param policies told of each use
     * @throws RefusedException if a column's type pair has no line in {@link TypePairs}
     */
    TableWriter(TablePlan plan, PolicyUse.Listener policies) {
        this.plan = plan;
        this.policies = policies;
        this.pairs = pairs(plan);
        this.lobs = lobs(pairs);
        this.statements = new TableStatements(plan.target());
        this.insert = statements.insert();
        this.update = statements.update();
        this.delete = statements.delete();
    }

    TablePlan plan() {
        return plan;
    }

    DmlStatement insert() {
        return insert;
    }

    DmlStatement update() {
        return update;
    }

    DmlStatement delete() {
        return delete;
    }

    /** The update that leaves the columns at {@code unchanged} alone. */
    DmlStatement updateWithout(List<Integer> unchanged) {
        return partialUpdates.computeIfAbsent(unchanged, left -> {
            List<Integer> given = new ArrayList<>();
            for (int i = 0; i < pairs.size(); i++) {
                if (!left.contains(i)) {
                    given.add(i);
                }
            }
            return statements.update(given);
        });
    }

    boolean isMostlyThere() {
        return mostlyThere;
    }

    void learn(int rows, int thereAlready) {
        mostlyThere = thereAlready * 2 > rows;
    }

    /** Whether a LOB value of the row is too long or too short to be sent in line. */
    boolean needsTemporaryLobs(RowText row) {
        for (int column : lobs) {
            int length = row.length(column);
            if (row.isLarge(column) || length > longestInLine(column)) {
                return true;
            }
            if (!row.isNull(column) && !row.isUnchanged(column) && isEmpty(column, length)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Sets a statement's parameters.
     *
     * @param temporary where LOBs go; null to send them in line
     * @throws RefusedException if a value does not fit its column
     */
    void bind(
            PreparedStatement prepared,
            DmlStatement statement,
            Change change,
            ValueBinder binder,
            @Nullable TemporaryLobs temporary)
            throws SQLException {
        List<Integer> binds = statement.binds();
        for (int i = 0; i < binds.size(); i++) {
            int column = binds.get(i);
            BindKind kind = pairs.get(column).kind();
            Object value = value(change, column);
            if (i >= statement.keyFrom()) {
                binder.compare(prepared, i + 1, kind, value);
            } else if (temporary != null && kind.isLob()) {
                temporary.store(prepared, i + 1, kind, value);
            } else {
                binder.store(prepared, i + 1, kind, value);
            }
        }
    }

    @Override
    public String toString() {
        return plan.target().toString();
    }

    private @Nullable Object value(Change change, int column) {
        TargetColumn target = plan.target().columns().get(column);
        TypePair pair = pairs.get(column);
        try {
            return change.row().isLarge(column)
                    ? large(change, column)
                    : pair.read(change.row().text(column), target, policies);
        } catch (MigrationException e) {
            throw e;
        } catch (UnfitValueException | RuntimeException e) {
            throw refused(change, column, e);
        }
    }

    /** In a LOB its pieces; elsewhere what a policy leaves of it. */
    private @Nullable Object large(Change change, int column) throws UnfitValueException {
        TypePair pair = pairs.get(column);
        LargeValue value = change.row().large(column);
        LargeValues values = change.large();
        if (!pair.kind().isLob()) {
            TargetColumn target = plan.target().columns().get(column);
            boolean binary = sourceColumn(plan, column).isBinary();
            String beginning = values.beginning(value, binary);
            return value.bytes() <= LargePieces.LENGTH
                    ? pair.read(beginning, target, policies)
                    : pair.readBeginning(beginning, value.bytes(), target, policies);
        }
        if (pair.kind() == BindKind.BLOB) {
            return LargePieces.ofBytes(values.open(value));
        }
        pair.checkWhole(value.bytes(), () -> values.open(value));
        return text(change, column, new Utf8Pieces(values.open(value)));
    }

    /** A policy that is used on several pieces is used once. */
    private LargePieces<String> text(Change change, int column, Utf8Pieces pieces) {
        TypePair pair = pairs.get(column);
        TargetColumn target = plan.target().columns().get(column);
        Set<PolicyUse> used = EnumSet.noneOf(PolicyUse.class);
        PolicyUse.Listener onceAValue = policy -> {
            if (used.add(policy)) {
                policies.used(policy);
            }
        };
        return () -> {
            try {
                String piece = pieces.next();
                return piece == null ? null : pair.readPiece(piece, target, onceAValue);
            } catch (UnfitValueException e) {
                throw refused(change, column, e);
            }
        };
    }

    private RefusedException refused(Change change, int column, Exception cause) {
        SourceColumn source = sourceColumn(plan, column);
        TargetColumn target = plan.target().columns().get(column);
        String reason = cause instanceof UnfitValueException unfit
                ? unfit.reason()
                : "it is not a " + source.type() + " as PostgreSQL prints it ("
                        + cause.getClass().getSimpleName() + ")";
        return new RefusedException(
                Kind.TARGET,
                "TGT-201",
                "Cannot " + change.verb().text() + " " + this + ": column " + target.name() + " of the "
                        + change.description() + " does not fit, " + source.declaredType() + " into "
                        + target.type().dataType() + ": " + reason
                        + ". Change the value at the source, change the column, or leave it out of the mapping.");
    }

    /** A bytea prints as {@code \x} and two digits a byte. */
    private boolean isEmpty(int column, int textLength) {
        return textLength == (pairs.get(column).kind() == BindKind.BLOB ? 2 : 0);
    }

    private int longestInLine(int column) {
        return switch (pairs.get(column).kind()) {
            case BLOB -> 2 + 2 * LONGEST_IN_LINE;
            // The national character set takes two bytes where UTF-8 may take one.
            case NCLOB -> LONGEST_IN_LINE / 2;
            case JSON -> LONGEST_JSON_IN_LINE;
            default -> LONGEST_IN_LINE;
        };
    }

    private static List<TypePair> pairs(TablePlan plan) {
        List<TypePair> pairs = new ArrayList<>();
        for (int i = 0; i < plan.target().columns().size(); i++) {
            SourceColumn source = sourceColumn(plan, i);
            TargetColumn target = plan.target().columns().get(i);
            pairs.add(TypePairs.find(source, target.type())
                    .orElseThrow(() -> new RefusedException(
                            Kind.CONFIG,
                            "CFG-171",
                            "Cannot write " + plan.target() + ": column " + target.name() + " is a "
                                    + target.type().dataType() + ", which cannot hold the source's "
                                    + source.declaredType() + ". Change the column's type or leave it out of the"
                                    + " mapping.")));
        }
        return List.copyOf(pairs);
    }

    private static SourceColumn sourceColumn(TablePlan plan, int targetColumn) {
        return plan.source().columns().get(plan.sourceIndexes().get(targetColumn));
    }

    private static int[] lobs(List<TypePair> pairs) {
        List<Integer> lobs = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            if (pairs.get(i).kind().isLob()) {
                lobs.add(i);
            }
        }
        return lobs.stream().mapToInt(Integer::intValue).toArray();
    }
}
