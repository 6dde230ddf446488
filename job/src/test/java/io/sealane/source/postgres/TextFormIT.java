package io.sealane.source.postgres;

import io.sealane.model.RowText;
import io.sealane.model.SourceTable;
import io.sealane.source.postgres.copy.KeyRange;
import io.sealane.source.postgres.copy.RowReader;
import io.sealane.source.postgres.copy.TableCopy;
import io.sealane.source.postgres.stream.ChangeStream;
import io.sealane.source.postgres.stream.RecordedChanges;
import io.sealane.testing.TestPostgres;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TimeZone;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A value has one text, whoever prints it: COPY, the stream, or a single read; and whatever the server's settings. */
final class TextFormIT {
    private static final String TABLE = """
            CREATE TABLE wide (
                id int8 PRIMARY KEY, b bool, i2 int2, i4 int4, f4 float4, f8 float8, n numeric, n2 numeric(30,10),
                m money, t text, v varchar(40), c char(10), one "char", nm name, by bytea, d date, ti time(6),
                tz timetz, ts timestamp, tsz timestamptz, iv interval, u uuid, j json, jb jsonb, x xml, ip inet,
                net cidr, mac macaddr, bits bit(5), vb varbit, ia int4[], ta text[], tsa timestamptz[], r int4range,
                tr tstzrange, p point, bx box, tv tsvector, oid oid, rc regclass, mood mood, positive positive,
                whole generated_from, doubled int8 GENERATED ALWAYS AS (id * 2) STORED)""";

    private static final String USUAL = """
            INSERT INTO wide VALUES (%d, true, -7, 42, 0.1, 0.1::float8 + 0.2, 12345678901234567890.000100, 1.5,
                1234.5, E'tab\\t newline\\n back\\\\slash \\r\\b\\f\\x0b ''q'' ä日本', 'x', 'pad', 'c', 'Name',
                '\\x00ff5c', '2024-02-29', '23:59:59.999999', '12:00:00.5+05:30', '2024-03-31 02:30:00.123456',
                '2024-03-31 02:30:00.123456+02', '1 year 2 mons -3 days 04:05:06.7', md5('1')::uuid,
                '{"a":  1}', '{"b": 1, "a": 2}', '<a/>', '10.1.2.3/8', '10.0.0.0/8', '08:00:2b:01:02:03', B'10101',
                B'1', '{1,NULL,3}', ARRAY['a b', '', NULL, 'NULL', '"q"', 'b\\s'],
                ARRAY[timestamptz '2024-01-01 00:00:00+01'], '[1,5)', '[2024-01-01 00:00:00+01,)', '(1.5,-2)',
                '(1,1),(0,0)', 'a fat cat', 4294967295, 'pg_class', 'it''s ok', 5, ROW(1, 'a,b'))""";

    private static final String EXTREMES = """
            INSERT INTO wide (id, f4, f8, n, t, v, c, d, ts, tsz, ti, iv, n2, by, ta, m) VALUES
                (%d, 'NaN', '-Infinity', 'NaN', '', '\\N', '', 'infinity', '-infinity', 'infinity', '24:00:00',
                 '-1 day +00:00:01', -0.0000000001, '', '{}', -92233720368547758.08),
                (%d, 1e-38, 1e308, 1e-200, '\\.', E'\\\\N', NULL, '4713-01-01 BC', '0001-01-01 00:00:00 BC',
                 '1582-10-10 00:00:00+00', '00:00:00', '178000000 years', 0, NULL, NULL, 0)""";

    @Test
    void copyStreamAndSingleReadsPrintTheSame() throws Exception {
        TimeZone zone = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("America/New_York")); // which the driver would send
        try (TestPostgres server = TestPostgres.start()) {
            TestPostgres postgres = server.createDatabase("Set apart");
            adverse(postgres);
            postgres.execute(
                    "CREATE TYPE mood AS ENUM ('it''s ok')",
                    "CREATE DOMAIN positive AS int8 CHECK (VALUE > 0)",
                    "CREATE TYPE generated_from AS (a int, b text)",
                    TABLE);
            TestSource source = TestSource.of(postgres, "wide", "wide");
            postgres.execute(USUAL.formatted(1), EXTREMES.formatted(2, 3), "INSERT INTO wide (id) VALUES (4)");

            List<RowText> copied = copied(source);

            assertThat(copied).hasSize(4);
            assertThat(streamed(source)).isEqualTo(copied);
            assertThat(copied.get(0).columns())
                    .as("without the generated column")
                    .isEqualTo(43);
            assertThat(copied.get(0).text(9)).isEqualTo("tab\t newline\n back\\slash \r\b\f\u000b 'q' ä日本");
            assertThat(copied.get(0).text(5)).isEqualTo("0.30000000000000004");
            assertThat(copied.get(0).text(14)).isEqualTo("\\x00ff5c");
            assertThat(copied.get(0).text(19)).isEqualTo("2024-03-31 00:30:00.123456+00");
            assertThat(copied.get(0).text(20)).isEqualTo("P1Y2M-3DT4H5M6.7S");
            SourceTable table = source.table("wide");
            try (Connection connection = new PostgresConnections(source.config()).open()) {
                assertThat(RowReader.read(connection, table, copied.get(0))).contains(copied.get(0));
            }
        } finally {
            TimeZone.setDefault(zone);
        }
    }

    private static void adverse(TestPostgres postgres) {
        for (String setting : List.of(
                "DateStyle = 'SQL, DMY'",
                "IntervalStyle = 'postgres_verbose'",
                "TimeZone = 'Asia/Kolkata'",
                "bytea_output = 'escape'",
                "extra_float_digits = 0",
                "quote_all_identifiers = on")) {
            postgres.execute("ALTER DATABASE \"Set apart\" SET " + setting);
        }
    }

    private static List<RowText> copied(TestSource source) throws Exception {
        List<RowText> rows = new ArrayList<>();
        try (TableCopy copy = new TableCopy(source.config())) {
            copy.copy(source.table("wide"), KeyRange.ALL, rows::add);
        }
        rows.sort(Comparator.comparing(row -> Objects.requireNonNull(row.text(0))));
        return rows;
    }

    private static List<RowText> streamed(TestSource source) throws Exception {
        RecordedChanges seen = new RecordedChanges();
        try (ChangeStream stream = new ChangeStream(source.config(), source.tables(), source.start())) {
            Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> {
                while (stream.poll(seen)) {
                    // what is pending
                }
                return seen.commits().size() == 3;
            });
        }
        return seen.rows();
    }
}
