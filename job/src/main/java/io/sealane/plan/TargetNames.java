package io.sealane.plan;

import io.sealane.config.Naming;
import io.sealane.config.TableConfig;
import io.sealane.model.MigrationException.Kind;
import io.sealane.model.Problems;
import io.sealane.oracle.OracleName;
import java.util.Optional;

/** Makes target names: what the table says itself, else the schema's rule, else the source's name by the case policy. */
final class TargetNames {
    private final Naming naming;
    private final Problems problems;

    TargetNames(Naming naming, Problems problems) {
        this.naming = naming;
        this.problems = problems;
    }

    /** Where the table goes; nothing if its name is none for Oracle, which is then among the problems. */
    Optional<TargetId> table(TableConfig table) {
        String what = "table " + table.source();
        Optional<OracleName> schema = checked(schema(table), what);
        Optional<OracleName> name = checked(
                table.table() != null
                        ? table.table()
                        : naming.casePolicy().apply(table.source().table()),
                what);
        return schema.flatMap(owner -> name.map(own -> new TargetId(owner, own)));
    }

    /** Where a column of the table goes; nothing if its name is none for Oracle, which is then among the problems. */
    Optional<OracleName> column(TableConfig table, String column) {
        String renamed = table.renamed().get(column);
        return checked(
                renamed != null ? renamed : naming.casePolicy().apply(column),
                "column " + column + " of table " + table.source());
    }

    private String schema(TableConfig table) {
        if (table.schema() != null) {
            return table.schema();
        }
        String source = table.source().schema();
        String renamed = naming.schemas().get(source);
        if (renamed != null) {
            return renamed;
        }
        return naming.schema() != null ? naming.schema() : naming.casePolicy().apply(source);
    }

    private Optional<OracleName> checked(String name, String what) {
        try {
            return Optional.of(new OracleName(name));
        } catch (IllegalArgumentException e) {
            problems.add(Kind.CONFIG, "CFG-204", "Cannot name the target of " + what + ": " + e.getMessage());
            return Optional.empty();
        }
    }
}
