package io.sealane.matrix;

import io.sealane.cli.TestSite;
import io.sealane.cli.TestSite.Running;
import io.sealane.config.ConfigReader;
import io.sealane.mapping.MigrationPlan;
import io.sealane.mapping.TablePlan;
import io.sealane.matrix.Outcome.Kind;
import io.sealane.model.SourceColumn;
import io.sealane.model.TableId;
import io.sealane.oracle.PolicyUse;
import io.sealane.oracle.TargetColumn;
import io.sealane.oracle.TypePair;
import io.sealane.oracle.TypePairs;
import io.sealane.oracle.UnfitValueException;
import io.sealane.prepare.Endpoints;
import io.sealane.sink.ValueReader;
import io.sealane.testing.Planned;
import io.sealane.testing.TargetServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * Every pair of types with the values at its edges, and random ones, copied, inserted and updated by a whole job on real
 * PostgreSQL and the stand-in. What came back is compared by PostgreSQL itself. A value is equal, changed as a policy says, or
 * refused with a reason; there is no fourth.
 */
@Timeout(600)
class TypeMatrixIT {
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final int RANDOM_VALUES = 10;
    private static final long SEED = Long.getLong("matrix.seed", 1);
    private static final String POLICIES = "{empty-string: set-null, out-of-range: clamp, nan: set-null,"
            + " excess-digits: round, too-long: truncate, negative-zero: zero}";

    @TempDir
    private static Path directory;

    private static TestSite site;

    @BeforeAll
    static void start() throws Exception {
        site = new TestSite(directory, Map.of(), TargetServer.ofContract());
        site.inSource(Families.TYPES.toArray(new String[0]));
        site.postgres.execute(Families.EXTENSION_TYPES.toArray(new String[0]));
    }

    @AfterAll
    static void stop() throws Exception {
        site.close();
    }

    @Test
    void noValueIsChangedUnseen() throws Exception {
        MatrixReport report = new MatrixReport(site.oracle.name());
        List<MatrixTable> tables = new ArrayList<>(tables("s_"));
        tables.addAll(tables("p_"));

        List<Expected> expected = migrate(tables);

        compare(expected, report);
        report.write(Path.of("target/type-matrix.json"));
        assertThat(report.faults()).isEmpty();
        assertThat(report.edgeCases()).isGreaterThanOrEqualTo(1_500);
        Path made = Files.writeString(Path.of("target/type-matrix.md"), report.page());
        assumeThat(site.oracle.isStandIn())
                .as("the page is of a run on the stand-in")
                .isTrue();
        assertThat(report.page())
                .as("job/docs/type-matrix.md; what was found now is in job/" + made)
                .isEqualTo(Files.readString(MatrixReport.PAGE));
    }

    private static List<Expected> migrate(List<MatrixTable> tables) throws Exception {
        for (MatrixTable table : tables) {
            site.inSource(table.createSource());
            site.inSource(table.fill().toArray(new String[0]));
        }
        site.dropInTarget(tables.stream().map(MatrixTable::target).toList());
        site.inTarget(tables.stream().map(MatrixTable::createTarget).toArray(String[]::new));
        String yaml = site.yaml(tables.stream()
                .map(table -> table.hasPolicies()
                        ? "- source: public." + table.source() + "\n  values: " + POLICIES
                        : "- public." + table.source())
                .collect(Collectors.joining("\n")));
        List<Expected> expected = classify(yaml, tables);
        Running run = site.sealaneInBackground("run", yaml, "--local");
        try {
            awaitCopied(run);
            for (MatrixTable table : tables) {
                site.inSource(table.repeat().toArray(new String[0]));
            }
            awaitStreamed(run);
        } finally {
            if (!run.result().isDone()) {
                run.cancelJob();
            }
        }
        assertThat(run.await().err()).doesNotContain("Cannot");
        return expected;
    }

    private static void compare(List<Expected> expected, MatrixReport report) throws Exception {
        try (Connection source = site.postgres.connect();
                Statement settings = source.createStatement();
                Connection target = site.oracle.connect()) {
            settings.execute(PINNED);
            for (Expected one : expected) {
                one.report(report, source, target);
            }
        }
    }

    private static List<MatrixTable> tables(String prefix) {
        List<MatrixTable> tables = new ArrayList<>();
        // No policy can be of use where every value fits.
        List<Family> families = prefix.equals("p_") ? Families.thatMayNotFit() : Families.all();
        for (Family family : families) {
            Random random = new Random(SEED * 31 + family.name().hashCode());
            List<String> values = new ArrayList<>(family.values());
            for (int i = 0; i < RANDOM_VALUES; i++) {
                values.add(family.random().apply(random));
            }
            List<String> columns = family.columns().stream()
                    .filter(oracle -> MatrixReport.isPair(family, oracle))
                    .toList();
            tables.add(new MatrixTable(prefix, family, columns, values));
        }
        return tables;
    }

    /** What is to be expected of one column of one table. */
    private record Expected(
            MatrixTable table,
            int column,
            List<String> texts,
            TypePair pair,
            Map<Integer, @Nullable String> forms,
            Map<Integer, String> refused,
            Map<Integer, Set<PolicyUse>> changed) {

        void report(MatrixReport report, Connection source, Connection target) throws SQLException {
            String oracle = table.columns().get(column);
            Map<Integer, @Nullable String> stored =
                    readBack(table, column, target, (row, at) -> ReadBack.text(row, at, oracle, table.family()));
            Map<Integer, @Nullable String> forms =
                    readBack(table, column, target, (row, at) -> ValueReader.stored(row, at, pair));
            assertThat(stored).as(table.target()).hasSize(MatrixTable.PHASES.size() * texts.size());
            for (int phase : MatrixTable.PHASES) {
                Set<Integer> different = different(stored, phase, source);
                for (int i = 0; i < texts.size(); i++) {
                    String where = table.source() + " into " + oracle + ", value "
                            + table.values().get(i) + ", rows from " + phase + ", stored " + stored.get(phase + i);
                    Set<PolicyUse> used = changed.getOrDefault(i, Set.of());
                    if (used.isEmpty() && different.contains(i)) {
                        report.addFault(where);
                    }
                    String fault =
                            new PolicyCheck(table.family(), oracle, texts.get(i), stored.get(phase + i)).fault(used);
                    if (fault != null) {
                        report.addFault(where + ": " + fault);
                    }
                    if (!Objects.equals(forms.get(phase + i), this.forms.get(i))) {
                        report.addFault(
                                where + ": read back as " + forms.get(phase + i) + ", not as " + this.forms.get(i));
                    }
                }
            }
            for (int i = 0; i < table.family().values().size(); i++) {
                Set<PolicyUse> used = changed.getOrDefault(i, Set.of());
                if (!table.hasPolicies()) {
                    report.add(
                            table.family(),
                            oracle,
                            i,
                            refused.containsKey(i)
                                    ? new Outcome(Kind.REFUSED, refused.get(i))
                                    : new Outcome(Kind.EQUAL, null));
                } else if (!used.isEmpty()) {
                    report.add(table.family(), oracle, i, new Outcome(Kind.BY_POLICY, used.toString()));
                }
            }
        }

        /** Values whose stored form PostgreSQL does not find to be the same; those that were refused are NULL on both sides. */
        private Set<Integer> different(Map<Integer, @Nullable String> stored, int phase, Connection source)
                throws SQLException {
            String type = table.family().type();
            String oracle = table.columns().get(column);
            boolean text = oracle.contains("CHAR") || oracle.endsWith("CLOB");
            boolean padded = oracle.startsWith("CHAR") || oracle.startsWith("NCHAR");
            String came =
                    text ? "s.x" : type.startsWith("bit") || type.equals("varbit") ? "s.x::varbit" : "s.x::" + type;
            String sent = text ? printed("t.v" + column) : "t.v" + column;
            if (text && padded) {
                came = "rtrim(" + came + ", ' ')";
                sent = "rtrim(" + sent + ", ' ')";
            } else if (!text && table.family().comparison() == Family.Comparison.TEXT) {
                came = "(" + came + ")::text";
                sent = "(" + sent + ")::text";
            }
            List<Integer> ids = List.copyOf(stored.keySet().stream()
                    .filter(id -> id >= phase && id < phase + 1_000 && !changed.containsKey(id - phase))
                    .toList());
            try (PreparedStatement select =
                    source.prepareStatement("SELECT t.id FROM unnest(?::int[], ?::text[]) s(id, x)" + " JOIN "
                            + table.source() + " t ON t.id = s.id WHERE " + came + " IS DISTINCT FROM " + sent)) {
                select.setArray(1, source.createArrayOf("int4", ids.toArray()));
                select.setArray(
                        2,
                        source.createArrayOf(
                                "text", ids.stream().map(stored::get).toArray()));
                Set<Integer> different = new java.util.TreeSet<>();
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        different.add(rows.getInt(1) - phase);
                    }
                }
                return different;
            }
        }
    }

    static final String PINNED = "SET DateStyle = 'ISO, YMD'; SET IntervalStyle = iso_8601; SET TimeZone = UTC; SET"
            + " bytea_output = hex; SET extra_float_digits = 3; SET lc_monetary = 'C'";

    private interface Reading {
        @Nullable
        String text(ResultSet row, int column) throws SQLException;
    }

    private static Map<Integer, @Nullable String> readBack(
            MatrixTable table, int column, Connection target, Reading reading) throws SQLException {
        Map<Integer, @Nullable String> stored = new HashMap<>();
        try (Statement statement = target.createStatement();
                ResultSet rows = statement.executeQuery("SELECT ID, V" + column + " FROM " + table.target())) {
            while (rows.next()) {
                stored.put(rows.getInt(1), reading.text(rows, 2));
            }
        }
        return stored;
    }

    /** Asks the product what it will refuse, and takes those values out of the source. */
    private static List<Expected> classify(String yaml, List<MatrixTable> tables) throws Exception {
        MigrationPlan plan;
        Path file = Files.writeString(directory.resolve("matrix.yaml"), yaml);
        try (Endpoints endpoints = Endpoints.open(ConfigReader.read(file, site.variables()::get))) {
            plan = Planned.plan(endpoints);
        }
        Map<TableId, TablePlan> plans = plan.bySource();
        List<Expected> expected = new ArrayList<>();
        for (MatrixTable table : tables) {
            TablePlan planned = plans.get(new TableId("public", table.source()));
            List<String> texts = texts(table);
            List<String> nulls = new ArrayList<>();
            for (int column = 0; column < table.columns().size(); column++) {
                Expected one = expect(table, column, planned, texts);
                for (int value : one.refused().keySet()) {
                    nulls.add(table.setNull(value, column));
                }
                expected.add(one);
            }
            site.inSource(nulls.toArray(new String[0]));
        }
        return expected;
    }

    private static Expected expect(MatrixTable table, int column, TablePlan plan, List<String> texts) {
        Map<Integer, String> refused = new HashMap<>();
        Map<Integer, Set<PolicyUse>> changed = new HashMap<>();
        int bound = plan.sourceIndexes().indexOf(1 + column);
        TargetColumn target = plan.target().columns().get(bound);
        SourceColumn source = plan.source().columns().get(1 + column);
        TypePair pair = TypePairs.find(source, target.type()).orElseThrow();
        Map<Integer, @Nullable String> forms = new HashMap<>();
        for (int i = 0; i < texts.size(); i++) {
            Set<PolicyUse> used = EnumSet.noneOf(PolicyUse.class);
            try {
                Object value = pair.read(texts.get(i), target, used::add);
                forms.put(i, value == null ? null : pair.stored(value));
                if (!used.isEmpty()) {
                    changed.put(i, used);
                }
            } catch (UnfitValueException e) {
                refused.put(i, e.reason());
            }
        }
        return new Expected(table, column, texts, pair, forms, refused, changed);
    }

    /** By the type's output function, as COPY and the stream print it; a cast to text would be another text for some. */
    private static String printed(String value) {
        return "CASE num_nulls(" + value + ") WHEN 0 THEN concat(" + value + ") END";
    }

    /** The values as PostgreSQL prints them. */
    private static List<String> texts(MatrixTable table) throws SQLException {
        try (Connection connection = site.postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(PINNED);
            List<String> texts = new ArrayList<>();
            try (ResultSet rows =
                    statement.executeQuery("SELECT " + printed("v0") + " FROM " + table.source() + " ORDER BY id")) {
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
            }
            return texts;
        }
    }

    /** Until the stream is read, which is after the copy. */
    private static void awaitCopied(Running run) {
        await().atMost(LIMIT)
                .until(() -> run.result().isDone() || consistencyPoints().equals("1"));
    }

    private static String consistencyPoints() {
        try {
            return site.fromTarget("SELECT COUNT(*) FROM SEALANE_CONTROL WHERE NAME = 'consistency-point'");
        } catch (SQLException notYetThere) {
            return "0";
        }
    }

    private static void awaitStreamed(Running run) {
        String now = String.valueOf(site.postgres.queryOne("SELECT pg_current_wal_lsn() - '0/0'"));
        site.postgres.execute("SELECT pg_logical_emit_message(true, 'test', 'now')");
        await().atMost(LIMIT)
                .until(() -> run.result().isDone()
                        || Long.parseLong(site.fromTarget("SELECT MIN(COMMIT_LSN) FROM SEALANE_FENCE"))
                                >= Long.parseLong(now));
    }
}
