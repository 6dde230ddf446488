package io.sealane.plan;

import io.sealane.config.CasePolicy;
import io.sealane.config.MigrationConfig;
import io.sealane.config.Naming;
import io.sealane.config.TableConfig;
import io.sealane.config.TestConfigs;
import io.sealane.mapping.TablePlan;
import io.sealane.model.Operation;
import io.sealane.model.Problems;
import io.sealane.model.ReplicaIdentity;
import io.sealane.model.SourceColumn;
import io.sealane.model.SourceTable;
import io.sealane.model.TableId;
import io.sealane.oracle.OracleName;
import io.sealane.oracle.OracleType;
import io.sealane.oracle.TargetColumn;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PlannerTest {
    private static final TableId ORDERS = new TableId("public", "orders");
    private static final Set<Operation> ALL = Set.of(Operation.values());
    private static final Naming NAMING = new Naming(Map.of("public", "SHOP"), null, CasePolicy.UPPER);

    private final Problems problems = new Problems();

    @Test
    void namesComeFromRulesAndLobsComeLast() {
        SourceTable source =
                source(ORDERS, List.of(0), column("id", "int8"), column("note", "text"), column("sum", "numeric"));
        DictionaryTable target = target("SHOP.ORDERS", "ID", number("ID"), clob("NOTE"), number("SUM"));

        PlannedMigration planned = plan(NAMING, source, plain(ORDERS), target);

        assertThat(problems.lines()).isEmpty();
        TablePlan table = planned.plan().table(0);
        assertThat(table.target().toString()).isEqualTo("SHOP.ORDERS");
        assertThat(table.target().columns())
                .extracting(column -> column.name().value())
                .containsExactly("ID", "SUM", "NOTE");
        assertThat(table.sourceIndexes()).containsExactly(0, 2, 1);
        assertThat(table.target().key()).containsExactly(0);
        assertThat(planned.warnings()).isEmpty();
    }

    @Test
    void aCompositeKeyKeepsItsOrder() {
        SourceTable source =
                source(ORDERS, List.of(2, 0), column("a", "int8"), column("b", "int8"), column("c", "int8"));
        DictionaryTable target = target("SHOP.ORDERS", "C,A", number("A"), number("B"), number("C"));

        TablePlan table = plan(NAMING, source, plain(ORDERS), target).plan().table(0);

        assertThat(table.target().key()).containsExactly(2, 0);
    }

    @Test
    void namesOfTheConfigurationAreExact() {
        SourceTable source =
                source(ORDERS, List.of(0), column("id", "int8"), column("full_name", "text"), column("x", "text"));
        DictionaryTable target = target("Crm.Clients", "ID", number("ID"), clob("Name"));
        TableConfig config = new TableConfig(
                ORDERS, "Crm", "Clients", Map.of("full_name", "Name"), Set.of("x"), Set.of(Operation.INSERT));

        TablePlan table = plan(NAMING, source, config, target).plan().table(0);

        assertThat(problems.lines()).isEmpty();
        assertThat(table.target().columns())
                .extracting(column -> column.name().value())
                .containsExactly("ID", "Name");
        assertThat(table.operations()).containsExactly(Operation.INSERT);
    }

    @Test
    void withoutASchemaRuleTheCaseDecides() {
        SourceTable source = source(ORDERS, List.of(0), column("id", "int8"));
        DictionaryTable target = target("public.orders", "id", number("id"));

        plan(new Naming(Map.of(), null, CasePolicy.AS_SOURCE), source, plain(ORDERS), target);

        assertThat(problems.lines()).isEmpty();
    }

    @Test
    void aMissingTableIsNamedWithItsLikeness() {
        SourceTable source = source(ORDERS, List.of(0), column("id", "int8"));

        plan(NAMING, source, plain(ORDERS), target("SHOP.orders", "ID", number("ID")));

        assertThat(problems.lines())
                .singleElement()
                .asString()
                .startsWith("TGT-401 Cannot write table public.orders to SHOP.ORDERS: the target has no such table")
                .contains("There is SHOP.orders: set target.case");
    }

    @Test
    void allFaultsOfATableComeAtOnce() {
        SourceTable source = source(
                ORDERS,
                List.of(0),
                column("id", "int8"),
                column("made", "timestamptz"),
                column("gone", "text"),
                column("calc", "text"),
                column("auto", "int8"));
        DictionaryTable target = target(
                "SHOP.ORDERS",
                "ID,MADE",
                number("ID"),
                number("MADE"),
                virtual("CALC"),
                identity("AUTO"),
                notNull("NEEDED"));

        plan(NAMING, source, plain(ORDERS), target);

        assertThat(problems.lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("TGT-404")
                                .contains("SHOP.ORDERS.MADE has type NUMBER, which cannot hold a timestamptz"),
                        line -> assertThat(line).startsWith("TGT-402").contains("has no column GONE"),
                        line -> assertThat(line).startsWith("TGT-406").contains("SHOP.ORDERS.CALC is a virtual column"),
                        line -> assertThat(line)
                                .startsWith("TGT-406")
                                .contains("SHOP.ORDERS.AUTO is GENERATED ALWAYS AS IDENTITY"),
                        line -> assertThat(line).startsWith("TGT-403").contains("NEEDED is NOT NULL without a default"),
                        line -> assertThat(line)
                                .startsWith("TGT-405")
                                .contains("found by (ID)")
                                .contains("primary key (ID, MADE)"));
    }

    @Test
    void aTableWithoutPrimaryKeyNeedsAUniqueKeyOverTheSameColumns() {
        SourceTable source = source(ORDERS, List.of(0), column("id", "int8"));
        DictionaryTable target = new DictionaryTable(
                id("SHOP.ORDERS"), List.of(number("ID")), Set.of(), Map.of("U", Set.of("ID")), List.of(), List.of());

        plan(NAMING, source, plain(ORDERS), target);
        assertThat(problems.lines()).isEmpty();

        plan(NAMING, source, plain(ORDERS), target("SHOP.ORDERS", "", number("ID")));
        assertThat(problems.lines()).singleElement().asString().contains("the target has no enabled primary key");
    }

    @Test
    void aKeyColumnMayNotBeDropped() {
        SourceTable source = source(ORDERS, List.of(0, 1), column("id", "int8"), column("spot", "point"));
        TableConfig config = new TableConfig(ORDERS, null, null, Map.of("spott", "X"), Set.of("id"), ALL);

        plan(NAMING, source, config, target("SHOP.ORDERS", "ID,SPOT", number("ID"), clob("SPOT")));

        assertThat(problems.lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("CFG-202").contains("Did you mean 'spot'?"),
                        line -> assertThat(line)
                                .startsWith("CFG-203")
                                .contains("Cannot drop column id of table public.orders"),
                        line -> assertThat(line).startsWith("TGT-403").contains("column ID is NOT NULL"));
    }

    @Test
    void namesThatMeetAreRefused() {
        SourceTable source = source(ORDERS, List.of(0), column("id", "int8"), column("Id", "int8"));

        plan(NAMING, source, plain(ORDERS), target("SHOP.ORDERS", "ID", number("ID")));

        assertThat(problems.lines())
                .singleElement()
                .asString()
                .contains("column Id of table public.orders: it becomes ID, and so does id");
    }

    @Test
    void twoTablesIntoOneAreRefused() {
        TableId other = new TableId("public", "Orders");
        MigrationConfig config = TestConfigs.config(NAMING, plain(ORDERS), plain(other));

        new Planner(config, problems).plan(Map.of(), Map.of());

        assertThat(problems.lines())
                .containsExactly("CFG-201 Cannot map public.Orders: it goes into SHOP.ORDERS, and so"
                        + " does public.orders. Rows of two tables would take each other's keys; give one of them another target"
                        + " (tables[].target), or choose another case.");
    }

    @Test
    void aNameThatGrowsTooLongIsRefused() {
        TableId longName = new TableId("public", "ß".repeat(31) + "名".repeat(32));

        new Planner(TestConfigs.config(NAMING, plain(longName)), problems).plan(Map.of(), Map.of());

        assertThat(problems.lines())
                .singleElement()
                .asString()
                .startsWith("CFG-204 Cannot name the target of table")
                .contains("(158 bytes)");
    }

    @Test
    void whatOnlyMayHurtIsAWarning() {
        SourceTable source = source(ORDERS, List.of(0), column("id", "int8"), nullable("sum", "numeric"));
        DictionaryTable target = new DictionaryTable(
                id("SHOP.ORDERS"),
                List.of(number("ID"), number("SUM")),
                Set.of("ID"),
                Map.of("SUM_U", Set.of("SUM")),
                List.of("FK1"),
                List.of("TRG"));

        List<String> warnings = plan(NAMING, source, plain(ORDERS), target).warnings();

        assertThat(problems.lines()).isEmpty();
        assertThat(warnings)
                .satisfiesExactly(
                        line -> assertThat(line).contains("foreign keys: FK1"),
                        line -> assertThat(line).contains("triggers: TRG"),
                        line -> assertThat(line).contains("further unique keys: SUM_U"),
                        line -> assertThat(line).contains("NOT NULL columns that may be NULL in public.orders: SUM"));
    }

    private PlannedMigration plan(Naming naming, SourceTable source, TableConfig table, DictionaryTable target) {
        return new Planner(TestConfigs.config(naming, table), problems)
                .plan(Map.of(source.id(), source), new HashMap<>(Map.of(target.id(), target)));
    }

    private static TableConfig plain(TableId table) {
        return new TableConfig(table, null, null, Map.of(), Set.of(), ALL);
    }

    private static SourceTable source(TableId id, List<Integer> key, SourceColumn... columns) {
        return new SourceTable(id, List.of(columns), key, ReplicaIdentity.DEFAULT, false);
    }

    private static SourceColumn column(String name, String type) {
        return new SourceColumn(name, type, -1, type, false);
    }

    private static SourceColumn nullable(String name, String type) {
        return new SourceColumn(name, type, -1, type, true);
    }

    private static TargetId id(String text) {
        String[] parts = text.split("\\.");
        return new TargetId(new OracleName(parts[0]), new OracleName(parts[1]));
    }

    private static DictionaryTable target(String id, String key, DictionaryColumn... columns) {
        Set<String> names = key.isEmpty() ? Set.of() : new TreeSet<>(Arrays.asList(key.split(",")));
        return new DictionaryTable(id(id), List.of(columns), names, Map.of(), List.of(), List.of());
    }

    private static DictionaryColumn number(String name) {
        return new DictionaryColumn(targetColumn(name, "NUMBER", false), false, false, false);
    }

    private static DictionaryColumn notNull(String name) {
        return number(name);
    }

    private static DictionaryColumn clob(String name) {
        return new DictionaryColumn(targetColumn(name, "CLOB", true), false, false, false);
    }

    private static DictionaryColumn virtual(String name) {
        return new DictionaryColumn(targetColumn(name, "VARCHAR2", true), true, true, false);
    }

    private static DictionaryColumn identity(String name) {
        return new DictionaryColumn(targetColumn(name, "NUMBER", false), true, false, true);
    }

    private static TargetColumn targetColumn(String name, String type, boolean nullable) {
        return new TargetColumn(new OracleName(name), new OracleType(type, 22, 0, null, null, null), nullable);
    }
}
