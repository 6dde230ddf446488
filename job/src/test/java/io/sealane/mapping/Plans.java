package io.sealane.mapping;

import io.sealane.model.Operation;
import io.sealane.model.ReplicaIdentity;
import io.sealane.model.SourceColumn;
import io.sealane.model.SourceTable;
import io.sealane.model.TableId;
import io.sealane.oracle.OracleName;
import io.sealane.oracle.OracleType;
import io.sealane.oracle.TargetColumn;
import io.sealane.oracle.TargetTable;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;

/** Plans of tables that exist nowhere, for tests. */
public final class Plans {
    private Plans() {}

    /** A plan of one table whose first {@code keyColumns} columns of the given types are its key. */
    public static MigrationPlan of(int keyColumns, String... types) {
        return new MigrationPlan("test", new Lanes(Lanes.DEFAULT_COUNT), List.of(table(0, keyColumns, types)));
    }

    private static OracleType type(String postgres) {
        return switch (postgres) {
            case "numeric" -> new OracleType("NUMBER", 22, 0, null, null, null);
            case "bpchar" -> new OracleType("CHAR", 100, 100, "B", null, null);
            default -> new OracleType("VARCHAR2", 4000, 4000, "B", null, null);
        };
    }

    public static TablePlan table(int number, int keyColumns, String... types) {
        List<Integer> key = IntStream.range(0, keyColumns).boxed().toList();
        List<SourceColumn> columns = IntStream.range(0, types.length)
                .mapToObj(i -> new SourceColumn("c" + i, types[i], -1, types[i], i >= keyColumns))
                .toList();
        List<TargetColumn> targets = columns.stream()
                .map(c -> new TargetColumn(
                        new OracleName(c.name().toUpperCase(java.util.Locale.ROOT)), type(c.type()), c.nullable()))
                .toList();
        return new TablePlan(
                number,
                new SourceTable(new TableId("public", "t" + number), columns, key, ReplicaIdentity.DEFAULT, false),
                new TargetTable(new OracleName("APP"), new OracleName("T" + number), targets, key),
                IntStream.range(0, types.length).boxed().toList(),
                EnumSet.allOf(Operation.class));
    }
}
