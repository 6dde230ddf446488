package io.sealane.config;

import io.sealane.config.yaml.Document;
import io.sealane.config.yaml.References;
import io.sealane.config.yaml.Section;
import io.sealane.mapping.Lanes;
import io.sealane.model.MigrationException;
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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ConfigReaderTest {
    private static final Path EXAMPLE = Path.of("../conf/migration.yaml");

    @Test
    void defaultsFillAllThatIsNotNamed() {
        MigrationConfig config = MinimalYaml.parse(MinimalYaml.MINIMAL);

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
                                new FlushConfig(5000, 8 << 20, Duration.ofMillis(500), null),
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

        MigrationConfig config = MinimalYaml.parse(yaml);

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
                                new FlushConfig(9, 1 << 20, Duration.ofMillis(20), null),
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
        Document document = new Document(problems, new References(MinimalYaml.ENVIRONMENT));
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

    @Test
    void secretsArePrintedAsStars() {
        MigrationConfig config = MinimalYaml.parse(
                MinimalYaml.MINIMAL.replace("host: pg", "host: pg\n  properties: {sslpassword: '${env:PW}'}"));

        assertThat(config.toString()).contains("sslpassword=***").doesNotContain("s3cret");
    }

    @Test
    void referencesStandInAnyValue(@TempDir Path directory) throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "from file\n");
        String yaml = MinimalYaml.MINIMAL
                .replace("host: pg", "host: pg-${env:PORT}.example\n  port: ${env:PORT}")
                .replaceFirst("\\$\\{env:PW}", "\\${file:" + secret + "}");

        SourceConfig source = MinimalYaml.parse(yaml).source();

        assertThat(source.address()).isEqualTo("pg-6432.example:6432/shop");
        assertThat(source.password().reveal()).isEqualTo("from file");
    }

    @Test
    void aMissingFileIsNamed(@TempDir Path directory) {
        assertThatThrownBy(() -> ConfigReader.read(directory.resolve("no.yaml"), MinimalYaml.ENVIRONMENT))
                .isInstanceOf(MigrationException.class)
                .hasMessageStartingWith("CFG-100 Cannot read the configuration")
                .hasMessageContaining("no.yaml: there is no such file.");
    }
}
