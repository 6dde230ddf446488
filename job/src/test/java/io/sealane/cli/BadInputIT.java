package io.sealane.cli;

import io.sealane.cli.TestSite.Result;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Each bad input: one clear error, an exit code by kind, no stack trace, nothing left behind. */
class BadInputIT {
    @TempDir
    private static Path directory;

    private static TestSite site;

    @BeforeAll
    static void start() throws Exception {
        site = new TestSite(directory, Map.of());
        site.inSource(
                "CREATE TABLE good (id bigint PRIMARY KEY, note text)",
                "CREATE TABLE keyless (id bigint, note text)",
                "CREATE TABLE unmatched (id bigint PRIMARY KEY)",
                "CREATE TABLE wider (id bigint PRIMARY KEY, extra text)");
        site.inTarget(
                "CREATE TABLE GOOD (ID NUMBER(19) NOT NULL, NOTE CLOB, CONSTRAINT GOOD_PK PRIMARY KEY (ID))",
                "CREATE TABLE WIDER (ID NUMBER(19) NOT NULL, CONSTRAINT WIDER_PK PRIMARY KEY (ID))");
    }

    @AfterAll
    static void stop() throws Exception {
        site.close();
    }

    @AfterEach
    void nothingIsLeftBehind() throws Exception {
        assertThat(site.leftovers()).isEqualTo("0 0 0");
    }

    @Test
    void unknownKey() {
        Result result = site.sealane("run", good().replace("port:", "prot:"), "--local");

        assertFault(result, 2, "CFG-101 Cannot use", "source.prot (line 8): unknown key. Did you mean 'port'?");
    }

    @Test
    void wrongType() {
        Result result = site.sealane("run", good().replace("lanes: 8", "lanes: many"), "--local");

        assertFault(result, 2, "CFG-101", "job.lanes (line 3): found 'many'. Give a whole number from 1 to 32768.");
    }

    @Test
    void missingFile() {
        Result result = TestSite.command("run", "--config", "/nowhere/migration.yaml");

        assertFault(result, 2, "CFG-100 Cannot read the configuration /nowhere/migration.yaml: there is no such file.");
    }

    @Test
    void missingOption() {
        Result result = TestSite.command("run");

        assertFault(result, 2, "Missing required option: '--config=FILE'");
    }

    @Test
    void unreachableSourceHost() {
        Result result = site.sealane("run", good().replace("host: localhost", "host: nowhere.invalid"), "--local");

        assertFault(result, 3, "SRC-301 Cannot connect to the source nowhere.invalid:", "Check source.host.");
    }

    @Test
    void nothingListensAtTheSource() {
        Result result = site.sealane("run", good().replaceFirst("port: \\d+", "port: 1"), "--local");

        assertFault(
                result, 3, "SRC-301 Cannot connect to the source localhost:1/", "nothing accepts connections there");
    }

    @Test
    void unreachableTargetHost() {
        Result result = site.sealane(
                "run", good().replaceFirst("url: .*", "url: jdbc:oracle:thin:@//nowhere.invalid:1521/x"), "--local");

        assertFault(result, 4, "TGT-301 Cannot connect to the target", "the host name is not known. Check target.url.");
    }

    @Test
    void nothingListensAtTheTarget() {
        Result result = site.sealane(
                "run", good().replaceFirst("url: .*", "url: jdbc:oracle:thin:@//localhost:1/x"), "--local");

        assertFault(result, 4, "TGT-301 Cannot connect to the target", "no listener answers there (ORA-12541)");
    }

    @Test
    void unknownService() {
        Result result = site.sealane("run", good().replaceFirst("(url: .*/)\\w+", "$1NOSUCHSERVICE"), "--local");

        assertFault(result, 4, "TGT-301", "the listener knows no such service (ORA-12514)");
    }

    @Test
    void wrongSourcePassword() {
        Result result = site.sealane("run", good().replace("PG_PASSWORD", "WRONG"), "--local");

        assertFault(result, 3, "SRC-301", "the server refused the password. Check source.user and source.password.");
        assertThat(result.err()).doesNotContain("wrong-password");
    }

    @Test
    void wrongTargetPassword() {
        Result result = site.sealane("run", good().replace("ORA_PASSWORD", "WRONG"), "--local");

        assertFault(result, 4, "TGT-301", "user name or password is wrong (ORA-01017)");
        assertThat(result.err()).doesNotContain("wrong-password");
    }

    @Test
    void bothDatabasesUnreachable() {
        Result result = site.sealane(
                "run",
                good().replace("_PASSWORD}", "_PASSWORT}")
                        .replace("${env:PG_PASSWORT}", "${env:WRONG}")
                        .replace("${env:ORA_PASSWORT}", "${env:WRONG}"),
                "--local");

        assertFault(result, 3, "2 faults were found", "SRC-301", "TGT-301");
    }

    @Test
    void unknownDatabase() {
        Result result = site.sealane("run", good().replace("database: postgres", "database: nope"), "--local");

        assertFault(result, 3, "SRC-301", "there is no such database. Check source.database.");
    }

    @Test
    void missingTable() {
        Result result = site.sealane("run", site.yaml("- public.good\n- public.nope"), "--local");

        assertFault(result, 3, "SRC-", "public.nope");
    }

    @Test
    void noUsableKey() {
        Result result = site.sealane("run", site.yaml("- public.good\n- public.keyless"), "--local");

        assertFault(result, 3, "SRC-", "public.keyless");
    }

    @Test
    void missingTargetTable() {
        Result result = site.sealane("run", site.yaml("- public.good\n- public.unmatched"), "--local");

        assertFault(
                result,
                4,
                "TGT-401 Cannot write table public.unmatched to APP.UNMATCHED: the target has no such table");
    }

    @Test
    void missingTargetColumn() {
        Result result = site.sealane("run", site.yaml("- public.wider"), "--local");

        assertFault(
                result,
                4,
                "TGT-402 Cannot write column extra of table public.wider: the target table APP.WIDER has"
                        + " no column EXTRA.");
    }

    @Test
    void allFaultsOfBothDatabasesComeAtOnce() {
        Result result = site.sealane(
                "run", site.yaml("- public.nope\n- public.keyless\n- public.unmatched\n- public.wider"), "--local");

        assertFault(result, 3, "4 faults were found", "public.nope", "public.keyless", "TGT-401", "TGT-402");
    }

    @Test
    void notPreparedAndNotToBePrepared() {
        Result result = site.sealane("run", good(), "--local", "--no-prepare");

        assertFault(result, 2, "CFG-302 Cannot run migration test: it has not been prepared.");
    }

    @Test
    void withoutCheckpointDirectory() {
        Result result = site.sealane("run", good().replaceFirst(", directory: '.*'", ""), "--local");

        assertFault(result, 2, "CFG-305 Cannot run without a checkpoint directory");
    }

    @Test
    void aSlotOfAnotherStaysWhereItIs() throws Exception {
        site.postgres.execute("SELECT pg_create_logical_replication_slot('sealane_test', 'test_decoding')");

        Result result = site.sealane("prepare", good());

        assertFault(result, 3, "SRC-309 Cannot create the replication slot sealane_test: there is one of this name");
        assertThat(site.leftovers()).isEqualTo("1 0 0");
        site.postgres.execute("SELECT pg_drop_replication_slot('sealane_test')");
    }

    @Test
    void aFailingPrepareTakesEverythingBack() throws Exception {
        // Given a control table that refuses the last step
        site.inTarget(
                "CREATE TABLE SEALANE_FENCE (MIGRATION VARCHAR2(64))",
                "CREATE TABLE SEALANE_CONTROL (MIGRATION VARCHAR2(64), NAME VARCHAR2(64), \"VALUE\" VARCHAR2(4000))");

        Result result = site.sealane("prepare", good());

        assertThat(result.exitCode()).isEqualTo(4);
        assertThat(result.err()).startsWith("TGT-399 Cannot register the migration at the target: ORA-");
        assertThat(site.leftovers()).isEqualTo("0 0 0");
        site.inTarget("DROP TABLE SEALANE_FENCE", "DROP TABLE SEALANE_CONTROL", "DROP TABLE SEALANE_MIGRATION");
    }

    @Test
    void faultsAreJsonWhenAskedFor() {
        Result result = site.sealane("run", site.yaml("- public.wider"), "--local", "--json");

        assertThat(result.exitCode()).isEqualTo(4);
        assertThat(result.out()).contains("\"code\" : \"TGT-402\"", "\"kind\" : \"TARGET\"", "\"exitCode\" : 4");
    }

    @Test
    void stackTracesComeWithVerboseOnly() {
        Result result = TestSite.command("status", "--config", "/nowhere/migration.yaml", "--verbose");

        assertThat(result.err()).contains("CFG-100").contains("\tat io.sealane.");
    }

    private static String good() {
        return site.yaml("- public.good");
    }

    private static void assertFault(Result result, int exitCode, String... parts) {
        assertThat(result.err()).contains(parts).doesNotContain("\tat ").doesNotContain("Exception:");
        assertThat(result.exitCode()).isEqualTo(exitCode);
        assertThat(result.out()).isEmpty();
    }
}
