package io.sealane.cli;

import io.sealane.cli.TestSite.Result;
import io.sealane.cli.TestSite.Running;
import io.sealane.testing.OracleGrammar;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Every statement that reaches the target while a migration is prepared, run, stopped, copied again, locked out and removed,
 * before grammars of Oracle's SQL that are not ours; and whether that was every statement the product has.
 */
@Timeout(180)
class EmittedStatementsIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Path CLASSES = Path.of("target/classes");
    private static final int MANY = 500;
    private static final int ROW_LOCKED = 30006;

    /** As the driver numbers it; it puts a space behind it where none is. */
    private static final Pattern BIND = Pattern.compile(":\\d+( (?=[,)]|$)|(?= ))");

    @TempDir
    private static Path directory;

    private static final Set<String> SENT = new ConcurrentSkipListSet<>();

    private static TestSite site;
    private static String yaml;

    @BeforeAll
    static void collect() throws Exception {
        site = new TestSite(directory, Map.of());
        site.oracle.asStandIn().watchStatements((program, sql) -> {
            if (program.equals("sealane") && SENT.size() <= MANY) {
                SENT.add(SqlText.spaced(BIND.matcher(sql).replaceAll("?")));
            }
        });
        yaml = site.yaml("- public.docs\n- public.tags");
        prepare();
        runAndStop();
        copyAgain();
        beLockedOut();
        remove();
        assertThat(SENT).hasSizeLessThanOrEqualTo(MANY);
    }

    private static void prepare() throws Exception {
        site.inSource(
                """
                CREATE TABLE docs (id char(6) PRIMARY KEY, title varchar(40) NOT NULL, amount numeric(12,2),
                                   at timestamptz, body bytea, note text, nat text)""",
                "ALTER TABLE docs ALTER note SET STORAGE EXTERNAL, ALTER body SET STORAGE EXTERNAL",
                """
                INSERT INTO docs SELECT 'd' || i, 'title ' || i, i / 4.0, now(), decode(repeat('ab', 5000), 'hex'),
                                        repeat('x', 50000), 'n\u00e4t ' || i FROM generate_series(1, 20) i""",
                "CREATE TABLE tags (a bigint, b bigint, PRIMARY KEY (a, b))",
                "INSERT INTO tags SELECT i, i FROM generate_series(1, 20) i");
        site.inTarget(
                """
                CREATE TABLE DOCS (ID CHAR(6) NOT NULL, TITLE VARCHAR2(160) NOT NULL, AMOUNT NUMBER(12,2),
                                   AT TIMESTAMP(6) WITH TIME ZONE, BODY BLOB, NOTE CLOB, NAT NCLOB,
                                   CONSTRAINT DOCS_PK PRIMARY KEY (ID))""",
                "CREATE TABLE TAGS (A NUMBER(19) NOT NULL, B NUMBER(19) NOT NULL, CONSTRAINT TAGS_PK PRIMARY KEY (A, B))");
        succeed("prepare", "--print");
        succeed("prepare");
        succeed("status");
        site.inTarget("INSERT INTO TAGS VALUES (0, 0)");
        succeed("resnapshot", "--all-tables", "--truncate", "--yes");
    }

    private static void runAndStop() throws Exception {
        Running run = site.sealaneInBackground("run", yaml, "--local");
        awaitSame();
        change();
        succeed("status");
        run.cancelJob();
        assertThat(run.await().exitCode()).isZero();
    }

    /** Changes of every kind, also of rows whose large values do not come again. */
    private static void change() throws Exception {
        site.inSource(
                "INSERT INTO docs SELECT 'e' || i, 'more', 1, now(), '\\x00', repeat('y', 40000), '' FROM generate_series(1, 3) i",
                "UPDATE docs SET amount = amount + 1 WHERE id IN ('d1', 'd2')",
                "UPDATE docs SET note = 'short', body = NULL WHERE id = 'd3'",
                "UPDATE docs SET id = 'moved' WHERE id = 'd4'",
                "UPDATE tags SET b = b + 100 WHERE a = 5",
                "DELETE FROM docs WHERE id = 'd6'",
                "DELETE FROM tags WHERE a = 6");
        awaitSame();
    }

    private static void copyAgain() throws Exception {
        succeed("resnapshot", "--table", "public.docs", "--truncate", "--yes");
        Running run = site.sealaneInBackground("run", yaml, "--local");
        awaitSame();
        run.cancelJob();
        assertThat(run.await().exitCode()).isZero();
    }

    /** The job asks who has the lock, fails, and is begun again. */
    private static void beLockedOut() throws Exception {
        site.oracle.asStandIn().faults().raise(ROW_LOCKED, Pattern.compile("FOR UPDATE WAIT"), 1);
        Running run = site.sealaneInBackground("run", yaml, "--from", "latest");
        await().atMost(LIMIT).until(() -> SENT.stream().anyMatch(sql -> sql.contains("V$LOCKED_OBJECT")));
        site.inSource("INSERT INTO tags VALUES (500, 500)");
        awaitSame();
        run.cancelJob();
        assertThat(run.await().exitCode()).isZero();
    }

    private static void remove() {
        succeed("cleanup", "--orphans", "--yes");
        succeed("cleanup", "--yes");
    }

    private static void succeed(String command, String... more) {
        Result result = site.sealane(command, yaml, more);
        assertThat(result.exitCode()).as(command + " " + result.err()).isZero();
    }

    private static void awaitSame() {
        String docs = site.postgres.queryOne("SELECT count(*) || ' ' || sum(amount) FROM docs");
        String tags = site.postgres.queryOne("SELECT count(*) || ' ' || sum(b) FROM tags");
        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(site.fromTarget("SELECT COUNT(*) || ' ' || SUM(AMOUNT) FROM DOCS"))
                    .isEqualTo(docs);
            assertThat(site.fromTarget("SELECT COUNT(*) || ' ' || SUM(B) FROM TAGS"))
                    .isEqualTo(tags);
        });
    }

    @Test
    void everyStatementIsOracles() {
        assertThat(SENT).allSatisfy(sql -> assertThat(OracleGrammar.faults(sql)).isEmpty());
    }

    @Test
    void everySqlTextOfTheProductWasSent() {
        List<SqlText> texts = SqlText.in(CLASSES);

        assertThat(texts).isNotEmpty().allSatisfy(text -> assertThat(SENT).anyMatch(text::isIn));
    }

    @Test
    void everyStatementIsFoundInAClass() {
        List<SqlText> texts = SqlText.in(CLASSES);

        assertThat(SENT).allSatisfy(sql -> assertThat(texts).anyMatch(text -> text.isIn(sql)));
    }

    @AfterAll
    static void stop() throws Exception {
        site.close();
    }
}
