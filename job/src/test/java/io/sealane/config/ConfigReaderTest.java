package io.sealane.config;

import io.sealane.config.yaml.Document;
import io.sealane.config.yaml.References;
import io.sealane.config.yaml.Section;
import io.sealane.mapping.Lanes;
import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import io.sealane.model.Operation;
import io.sealane.model.Problems;
import io.sealane.model.TableId;
import io.sealane.oracle.ValuePolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ConfigReaderTest {
    private static final Path EXAMPLE = Path.of("../conf/migration.yaml");
    private static final Map<String, String> VARIABLES = Map.of(
            "SEALANE_SOURCE_PASSWORD",
            "tiger-pg",
            "SEALANE_TARGET_PASSWORD",
            "tiger-ora",
            "PW",
            "s3cret",
            "PORT",
            "6432");
    private static final References.Environment ENVIRONMENT = VARIABLES::get;
    private static final String MINIMAL = """
            job:
              name: Shop-1
            source:
              host: pg
              database: shop
              user: app
              password: ${env:PW}
            target:
              url: jdbc:oracle:thin:@//ora:1521/svc
              user: app
              password: ${env:PW}
            tables:
              - public.orders
            """;

    @Test
    void defaultsFillAllThatIsNotNamed() {
        MigrationConfig config = parse(MINIMAL);

        assertThat(config)
                .isEqualTo(new MigrationConfig(
                        new JobConfig(
                                "Shop-1",
                                Map.of(),
                                Mode.FULL_AND_INCREMENTAL,
                                new Lanes(128),
                                null,
                                new CheckpointConfig(Duration.ofSeconds(10), null)),
                        new SourceConfig(
                                "pg",
                                5432,
                                "shop",
                                "app",
                                Secret.of("s3cret"),
                                "sealane_shop_1",
                                "sealane_shop_1",
                                Map.of(),
                                250_000,
                                RateLimit.NONE,
                                RateLimit.NONE,
                                false,
                                WalLimit.NONE),
                        new TargetConfig(
                                "jdbc:oracle:thin:@//ora:1521/svc",
                                "app",
                                Secret.of("s3cret"),
                                "APP",
                                Map.of(),
                                new FlushConfig(5000, 8 << 20, Duration.ofMillis(500)),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(60)),
                        new Naming(Map.of(), null, CasePolicy.UPPER),
                        new TableDefaults(Set.of(Operation.values()), ValuePolicy.STRICT),
                        List.of(new TableConfig(
                                new TableId("public", "orders"),
                                null,
                                null,
                                Map.of(),
                                Set.of(),
                                Set.of(Operation.values())))));
    }

    @Test
    void everyKeyReachesItsField() {
        String yaml = """
                job: {name: n, labels: {team: a}, mode: incremental, lanes: 16, parallelism: 3,
                      checkpoint: {interval: 1500ms, directory: 's3://b/c'}}
                source: {host: h, port: 1, database: d, user: u, password: "${env:PW}", slot: s, publication: p,
                         properties: {sslmode: require, sslpassword: "${env:PW}"}, chunk-rows: 1000,
                         rate-limit: {copy: {rows-per-second: 7, bytes-per-second: 2KB},
                                      stream: {rows-per-second: 8, bytes-per-second: 3MB}},
                         failover-slot: true,
                         wal-limit: {bytes: 50GB, action: drop-slot, warn-at-percent: 70, warn-before: 30min}}
                target: {url: 'jdbc:oracle:thin:@x', user: U, password: "${env:PW}", control-schema: C, schema: S,
                         case: as-source, properties: {a.b: c}, flush: {rows: 9, bytes: 1MB, interval: 20ms},
                         lock-wait: 5s, lease: 10s}
                schemas: {public: SHOP}
                defaults: {operations: [insert, delete]}
                tables:
                  - '"My Schema"."Or""der"'
                  - {source: a.B, target: {schema: X, table: Y}, columns: {rename: {c: D}, drop: [e]}, operations: [update]}
                """;

        MigrationConfig config = parse(yaml);

        assertThat(config)
                .isEqualTo(new MigrationConfig(
                        new JobConfig(
                                "n",
                                Map.of("team", "a"),
                                Mode.INCREMENTAL,
                                new Lanes(16),
                                3,
                                new CheckpointConfig(Duration.ofMillis(1500), "s3://b/c")),
                        new SourceConfig(
                                "h",
                                1,
                                "d",
                                "u",
                                Secret.of("s3cret"),
                                "s",
                                "p",
                                Map.of("sslmode", "require", "sslpassword", "s3cret"),
                                1000,
                                new RateLimit(7, 2048),
                                new RateLimit(8, 3 << 20),
                                true,
                                new WalLimit(50L << 30, WalLimit.Action.DROP_SLOT, 70, Duration.ofMinutes(30))),
                        new TargetConfig(
                                "jdbc:oracle:thin:@x",
                                "U",
                                Secret.of("s3cret"),
                                "C",
                                Map.of("a.b", "c"),
                                new FlushConfig(9, 1 << 20, Duration.ofMillis(20)),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(10)),
                        new Naming(Map.of("public", "SHOP"), "S", CasePolicy.AS_SOURCE),
                        new TableDefaults(Set.of(Operation.INSERT, Operation.DELETE), ValuePolicy.STRICT),
                        List.of(
                                new TableConfig(
                                        new TableId("My Schema", "Or\"der"),
                                        null,
                                        null,
                                        Map.of(),
                                        Set.of(),
                                        Set.of(Operation.INSERT, Operation.DELETE)),
                                new TableConfig(
                                        new TableId("a", "B"),
                                        "X",
                                        "Y",
                                        Map.of("c", "D"),
                                        Set.of("e"),
                                        Set.of(Operation.UPDATE)))));
    }

    @Test
    void theExampleNamesEveryKeyAndIsValid() throws Exception {
        Problems problems = new Problems();
        Document document = new Document(problems, new References(ENVIRONMENT));
        Section root = document.root(Files.readString(EXAMPLE)).orElseThrow();

        ConfigReader.read(root);

        assertThat(problems.lines()).isEmpty();
        // The example says that these are the keys that it explains under "defaults".
        assertThat(document.unanswered())
                .filteredOn(key -> !key.matches("tables\\[]\\.(values|columns\\.values\\.\\w+)\\.[a-z-]+"))
                .isEmpty();
    }

    @Test
    void everyKeyOfTheExampleHasItsOwnComment() throws Exception {
        List<String> lines = Files.readAllLines(EXAMPLE);

        List<String> optional = Arrays.asList(
                "lanes",
                "parallelism",
                "mode",
                "labels",
                "interval",
                "directory",
                "slot",
                "chunk-rows",
                "rate-limit",
                "failover-slot",
                "wal-limit",
                "control-schema",
                "schema",
                "case",
                "lock-wait",
                "lease",
                "schemas");

        assertThat(optional).allSatisfy(key -> {
            int line = firstLine(lines, key);
            assertThat(lines.get(line - 1).strip()).startsWith("#");
        });
    }

    private static int firstLine(List<String> lines, String key) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().startsWith(key + ":")) {
                return i;
            }
        }
        throw new AssertionError("conf/migration.yaml does not name " + key);
    }

    static List<Arguments> faults() {
        return List.of(
                fault(
                        "unknown key",
                        "  host: pg",
                        "  host: pg\n  chunkRows: 5",
                        "source.chunkRows (line 5): unknown key. Did you mean 'chunk-rows'? Known here: "),
                fault("unknown top key", "tables:", "table:", "table (line 12): unknown key. Did you mean 'tables'?"),
                fault("missing key", "  host: pg\n", "", "source.host (line 4): the key is missing. Add it."),
                fault("missing group", "job:\n  name: Shop-1\n", "", "job.name (line 1): the key is missing."),
                fault("no value", "  host: pg", "  host:", "source.host (line 4): the key has no value."),
                fault("list for text", "  host: pg", "  host: [a]", "source.host (line 4): found a list. Give a text."),
                fault(
                        "text for group",
                        "job:\n  name: Shop-1",
                        "job: x",
                        "job (line 1): found a single value. Give a group of keys."),
                fault(
                        "word for number",
                        "  host: pg",
                        "  host: pg\n  port: many",
                        "source.port (line 5): found 'many'. Give a whole number from 1 to 65535."),
                fault(
                        "number out of range",
                        "  host: pg",
                        "  host: pg\n  port: 70000",
                        "source.port (line 5): found '70000'. Give a whole number from 1 to 65535."),
                fault(
                        "bad duration",
                        "  user: app\n  password: ${env:PW}\ntables",
                        "  user: app\n  password: ${env:PW}\n  lease: 5 weeks\ntables",
                        "target.lease (line 12): found '5 weeks'. Give a duration from 5s to 30min, in ms, s, min, h or d"),
                fault(
                        "bad limit of WAL",
                        "  host: pg",
                        "  host: pg\n  wal-limit: {bytes: 50 gigs}",
                        "source.wal-limit.bytes (line 5): found '50 gigs'. Give a size from 16MB to 1048576GB, in B,"),
                fault(
                        "bad action at the limit of WAL",
                        "  host: pg",
                        "  host: pg\n  wal-limit: {bytes: 50GB, action: drop}",
                        "source.wal-limit.action (line 5): found 'drop'. Give one of alarm, drop-slot."),
                fault(
                        "action without a limit of WAL",
                        "  host: pg",
                        "  host: pg\n  wal-limit: {action: drop-slot}",
                        "source.wal-limit.action (line 5): found an action without a limit. Give bytes too"),
                fault(
                        "unknown key of the limit of WAL",
                        "  host: pg",
                        "  host: pg\n  wal-limit: {byte: 50GB}",
                        "source.wal-limit.byte (line 5): unknown key. Did you mean 'bytes'?"),
                fault("bad size", "job:", "job:\n  x: 1", "job.x (line 2): unknown key."),
                fault(
                        "bad mode",
                        "  name: Shop-1",
                        "  name: Shop-1\n  mode: everything",
                        "job.mode (line 3): found 'everything'. Give one of full, full-and-incremental, incremental."),
                fault(
                        "bad name",
                        "  name: Shop-1",
                        "  name: my shop",
                        "job.name (line 2): found 'my shop'. Give a letter"),
                fault(
                        "more tasks than lanes",
                        "  name: Shop-1",
                        "  name: Shop-1\n  lanes: 4\n  parallelism: 8",
                        "job.parallelism (line 4): found 8, more than the 4 lanes."),
                fault(
                        "key twice",
                        "  host: pg",
                        "  host: pg\n  host: pg2",
                        "source.host (line 5): the key stands twice, first on line 4. Keep one of them."),
                fault(
                        "table twice",
                        "  - public.orders",
                        "  - public.orders\n  - source: public.orders",
                        "tables[1] (line 14): the table public.orders stands twice, first as tables[0] (line 13)."),
                fault("no tables", "  - public.orders", "  []", "tables (line 12): found an empty list."),
                fault(
                        "table without schema",
                        "public.orders",
                        "orders",
                        "tables[0] (line 13): found 'orders'. Give schema.table"),
                fault(
                        "unknown operation",
                        "  - public.orders",
                        "  - source: a.b\n    operations: [insert, truncate]",
                        "tables[0].operations[1] (line 14): found 'truncate'. Give one of delete, insert, update."),
                fault(
                        "renamed and dropped",
                        "  - public.orders",
                        "  - source: a.b\n    columns: {rename: {c: D}, drop: [c]}",
                        "tables[0].columns.drop (line 14): c is renamed and dropped."),
                fault(
                        "two columns into one",
                        "  - public.orders",
                        "  - source: a.b\n    columns: {rename: {c: D, e: D}}",
                        "tables[0].columns.rename (line 14): c and e both become D."),
                fault(
                        "name too long",
                        "  - public.orders",
                        "  - source: a.b\n    target: {table: " + "X".repeat(129) + "}",
                        "tables[0].target.table (line 14): Invalid Oracle name"),
                fault(
                        "unset variable",
                        "host: pg",
                        "host: ${env:NOPE}",
                        "source.host (line 4): the environment variable NOPE is not set."),
                fault(
                        "missing secret file",
                        "password: ${env:PW}\ntarget",
                        "password: ${file:/nope/x}\ntarget",
                        "source.password (line 7): the file '/nope/x' cannot be read (NoSuchFileException)."),
                fault(
                        "no reference",
                        "host: pg",
                        "host: ${vault:x}",
                        "source.host (line 4): ${vault:x} is no reference. Write ${env:NAME} or ${file:/path}."),
                fault(
                        "no Oracle URL",
                        "jdbc:oracle:thin:@//ora:1521/svc",
                        "jdbc:postgresql://x/y",
                        "target.url (line 9): found no Oracle URL."),
                fault(
                        "anchor",
                        "  host: pg\n  database: shop",
                        "  host: &a pg\n  database: *a",
                        "source.database (line 5): found a YAML anchor or alias."),
                fault("broken syntax", "  host: pg", "  host: 'pg", "line 4"),
                fault(
                        "two documents",
                        "  - public.orders",
                        "  - public.orders\n---\na: 1",
                        "found a second YAML document"));
    }

    private static Arguments fault(String name, String from, String to, String message) {
        return Arguments.argumentSet(name, from, to, message);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void eachFaultNamesPathLineFindingAndRemedy(String from, String to, String message) {
        assertThat(MINIMAL).contains(from);

        assertThatThrownBy(() -> parse(MINIMAL.replace(from, to)))
                .isInstanceOfSatisfying(MigrationException.class, e -> {
                    assertThat(e.kind()).isEqualTo(Kind.CONFIG);
                    assertThat(e)
                            .hasMessageStartingWith("CFG-101 Cannot use test.yaml: ")
                            .hasMessageContaining(message);
                });
    }

    @Test
    void allFaultsComeAtOnce() {
        String yaml =
                MINIMAL.replace("host: pg", "host: pg\n  port: x\n  slut: a").replace("public.orders", "orders");

        assertThatThrownBy(() -> parse(yaml))
                .hasMessageStartingWith("CFG-101 Cannot use test.yaml: 3 faults were found.")
                .hasMessageContaining("source.port (line 5)")
                .hasMessageContaining("source.slut (line 6): unknown key. Did you mean 'slot'?")
                .hasMessageContaining("tables[0] (line 15)");
    }

    @Test
    void aPasswordInTheFileIsAFaultAndIsNotRepeated() {
        String yaml = MINIMAL.replace("password: ${env:PW}", "password: hunter2");

        assertThatThrownBy(() -> parse(yaml))
                .hasMessageContaining("source.password (line 7): a secret stands in the file itself.")
                .hasMessageContaining("target.password (line 11): a secret stands in the file itself.")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void aPasswordInPropertiesOrUrlIsAFaultToo() {
        String yaml = MINIMAL.replace("host: pg", "host: pg\n  properties: {sslpassword: hunter2}")
                .replace("thin:@", "thin:scott/hunter2@");

        assertThatThrownBy(() -> parse(yaml))
                .hasMessageContaining("source.properties.sslpassword (line 5): a secret stands in the file itself.")
                .hasMessageContaining("target.url (line 10): found something between 'thin:' and '@'.")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void brokenSyntaxDoesNotRepeatTheLine() {
        String yaml = MINIMAL.replace("password: ${env:PW}", "password: \"hunter2");

        assertThatThrownBy(() -> parse(yaml)).hasMessageNotContaining("hunter2");
    }

    @Test
    void secretsArePrintedAsStars() {
        MigrationConfig config =
                parse(MINIMAL.replace("host: pg", "host: pg\n  properties: {sslpassword: '${env:PW}'}"));

        assertThat(config.toString()).contains("sslpassword=***").doesNotContain("s3cret");
    }

    @Test
    void referencesStandInAnyValue(@TempDir Path directory) throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "from file\n");
        String yaml = MINIMAL.replace("host: pg", "host: pg-${env:PORT}.example\n  port: ${env:PORT}")
                .replaceFirst("\\$\\{env:PW}", "\\${file:" + secret + "}");

        SourceConfig source = parse(yaml).source();

        assertThat(source.address()).isEqualTo("pg-6432.example:6432/shop");
        assertThat(source.password().reveal()).isEqualTo("from file");
    }

    @Test
    void aMissingFileIsNamed(@TempDir Path directory) {
        assertThatThrownBy(() -> ConfigReader.read(directory.resolve("no.yaml"), ENVIRONMENT))
                .isInstanceOf(MigrationException.class)
                .hasMessageStartingWith("CFG-100 Cannot read the configuration")
                .hasMessageContaining("no.yaml: there is no such file.");
    }

    private static MigrationConfig parse(String yaml) {
        return ConfigReader.parse(yaml, "test.yaml", ENVIRONMENT);
    }
}
