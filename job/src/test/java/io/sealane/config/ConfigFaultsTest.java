package io.sealane.config;

import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a configuration is refused for, and how it is told. */
class ConfigFaultsTest {
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
        assertThat(MinimalYaml.MINIMAL).contains(from);

        assertThatThrownBy(() -> MinimalYaml.parse(MinimalYaml.MINIMAL.replace(from, to)))
                .isInstanceOfSatisfying(MigrationException.class, e -> {
                    assertThat(e.kind()).isEqualTo(Kind.CONFIG);
                    assertThat(e)
                            .hasMessageStartingWith("CFG-101 Cannot use test.yaml: ")
                            .hasMessageContaining(message);
                });
    }

    @Test
    void allFaultsComeAtOnce() {
        String yaml = MinimalYaml.MINIMAL
                .replace("host: pg", "host: pg\n  port: x\n  slut: a")
                .replace("public.orders", "orders");

        assertThatThrownBy(() -> MinimalYaml.parse(yaml))
                .hasMessageStartingWith("CFG-101 Cannot use test.yaml: 3 faults were found.")
                .hasMessageContaining("source.port (line 5)")
                .hasMessageContaining("source.slut (line 6): unknown key. Did you mean 'slot'?")
                .hasMessageContaining("tables[0] (line 15)");
    }

    @Test
    void aPasswordInTheFileIsAFaultAndIsNotRepeated() {
        String yaml = MinimalYaml.MINIMAL.replace("password: ${env:PW}", "password: hunter2");

        assertThatThrownBy(() -> MinimalYaml.parse(yaml))
                .hasMessageContaining("source.password (line 7): a secret stands in the file itself.")
                .hasMessageContaining("target.password (line 11): a secret stands in the file itself.")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void aPasswordInPropertiesOrUrlIsAFaultToo() {
        String yaml = MinimalYaml.MINIMAL
                .replace("host: pg", "host: pg\n  properties: {sslpassword: hunter2}")
                .replace("thin:@", "thin:scott/hunter2@");

        assertThatThrownBy(() -> MinimalYaml.parse(yaml))
                .hasMessageContaining("source.properties.sslpassword (line 5): a secret stands in the file itself.")
                .hasMessageContaining("target.url (line 10): found something between 'thin:' and '@'.")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void brokenSyntaxDoesNotRepeatTheLine() {
        String yaml = MinimalYaml.MINIMAL.replace("password: ${env:PW}", "password: \"hunter2");

        assertThatThrownBy(() -> MinimalYaml.parse(yaml)).hasMessageNotContaining("hunter2");
    }
}
