package io.sealane.matrix;

import io.sealane.matrix.Family.Comparison;
import java.util.List;
import java.util.stream.Stream;

import static io.sealane.matrix.Families.LONG_TEXTS;
import static io.sealane.matrix.Families.with;
import static io.sealane.matrix.Literals.quoted;

/** Dates, times and intervals. */
final class MomentFamilies {
    private MomentFamilies() {}

    static List<Family> moments() {
        List<String> dates = List.of(
                "2024-02-29",
                "0001-01-01",
                "0001-12-31 BC",
                "4712-01-01 BC",
                "4713-01-01 BC",
                "4714-11-24 BC",
                "1582-10-04",
                "1582-10-10",
                "1582-10-15",
                "1900-02-28",
                "9999-12-31",
                "infinity",
                "-infinity");
        List<String> timestamps = List.of(
                "2024-02-29 12:34:56",
                "2024-01-01 00:00:00.000001",
                "2024-12-31 23:59:59.999999",
                "2024-12-31 23:59:59.9995",
                "2024-03-31 02:30:00",
                "1986-05-04 02:30:00",
                "0001-01-01 00:00:00 BC",
                "4713-12-31 23:59:59 BC",
                "4712-01-01 00:00:00 BC",
                "1582-10-10 00:00:00",
                "1500-03-01 00:00:00",
                "9999-12-31 23:59:59.999999",
                "10000-01-01 00:00:00",
                "294276-12-31 23:59:59.999999",
                "infinity",
                "-infinity",
                "1970-01-01 00:00:00.5");
        List<String> columns = with(LONG_TEXTS, "DATE", "TIMESTAMP(6)", "TIMESTAMP(3)", "TIMESTAMP(0)", "TIMESTAMP(9)");
        List<String> zoned = with(
                LONG_TEXTS,
                "TIMESTAMP(6) WITH TIME ZONE",
                "TIMESTAMP(0) WITH TIME ZONE",
                "TIMESTAMP(6) WITH LOCAL TIME ZONE");
        List<String> clock = List.of("00:00:00", "23:59:59.999999", "24:00:00", "12:34:56.5", "02:30:00.000001");
        return List.of(
                Family.byText(
                        "date",
                        "date",
                        columns,
                        quoted(Stream.concat(dates.stream(), Stream.of("5874897-12-31"))
                                .toList()),
                        r -> "date '2000-01-01' + " + (r.nextInt(7_000_000) - 2_400_000)),
                Family.byText("timestamp", "timestamp", columns, quoted(timestamps), Literals::moment),
                Family.byText(
                        "timestamptz",
                        "timestamptz",
                        zoned,
                        quoted(timestamps.stream()
                                .map(text -> text.endsWith("y")
                                        ? text
                                        : text.endsWith(" BC") ? text.replace(" BC", "+05:30 BC") : text + "+00")
                                .toList()),
                        Literals::moment),
                Family.byText(
                        "time",
                        "time",
                        with(LONG_TEXTS, "INTERVAL DAY(2) TO SECOND(6)", "INTERVAL DAY(0) TO SECOND(3)"),
                        quoted(clock),
                        r -> "time '00:00' + " + (r.nextLong() >>> 28) + " * interval '1 microsecond'"),
                Family.byText(
                        "timetz",
                        "timetz",
                        LONG_TEXTS,
                        quoted("00:00:00+00", "23:59:59.999999-15:59", "24:00:00+15:59", "08:00:00+08:05:43"),
                        r -> "(time '00:00' + " + r.nextInt() + " * interval '1 microsecond')::timetz"),
                new Family(
                        "interval",
                        "interval",
                        Comparison.EQUAL,
                        with(
                                LONG_TEXTS,
                                "INTERVAL DAY(2) TO SECOND(6)",
                                "INTERVAL DAY(9) TO SECOND(6)",
                                "INTERVAL DAY(9) TO SECOND(0)",
                                "INTERVAL YEAR(4) TO MONTH"),
                        quoted(
                                "0",
                                "1 day",
                                "24 hours",
                                "-1 day -02:03:04.000005",
                                "-1 day +02:03:04",
                                "99 days 23:59:59.999999",
                                "100 days",
                                "999999999 days",
                                "2000000000 days",
                                "1 mon",
                                "-13 mons",
                                "9999 years 11 mons",
                                "178000000 years",
                                "1 mon 1 day",
                                "00:00:00.5",
                                "-00:00:00.5"),
                        r -> r.nextBoolean()
                                ? "make_interval(months => " + (r.nextInt() >> 8) + ")"
                                : "make_interval(days => " + (r.nextInt() >> 4) + ", secs => " + r.nextInt() / 1000.0
                                        + ")"));
    }
}
