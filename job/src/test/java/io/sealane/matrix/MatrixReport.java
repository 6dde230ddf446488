package io.sealane.matrix;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sealane.matrix.Outcome.Kind;
import io.sealane.model.SourceColumn;
import io.sealane.oracle.OracleType;
import io.sealane.oracle.TypePairs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** All outcomes, as JSON and as the page that is kept under {@code job/docs}. */
final class MatrixReport {
    static final Path PAGE = Path.of("docs/type-matrix.md");

    /** Oracle types that were asked about for every family. */
    private static final List<String> ASKED = List.of(
            "NUMBER",
            "FLOAT",
            "BINARY_FLOAT",
            "BINARY_DOUBLE",
            "VARCHAR2(20)",
            "RAW(16)",
            "BLOB",
            "CLOB",
            "DATE",
            "TIMESTAMP(6)",
            "TIMESTAMP(6) WITH TIME ZONE",
            "INTERVAL DAY(2) TO SECOND(6)",
            "INTERVAL YEAR(4) TO MONTH",
            "LONG",
            "ROWID",
            "XMLTYPE");

    private record Entry(Family family, String oracle, String value, Outcome outcome) {}

    private final String target;
    private final List<Entry> entries = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    /** @param target what it ran on */
    MatrixReport(String target) {
        this.target = target;
    }

    /** A value that was changed, and not as a policy says. */
    void addFault(String what) {
        faults.add(what.length() > 400 ? what.substring(0, 400) + "…" : what);
    }

    List<String> faults() {
        return faults;
    }

    void add(Family family, String oracle, int value, Outcome outcome) {
        entries.add(new Entry(family, oracle, family.values().get(value), outcome));
    }

    static boolean isPair(Family family, String oracle) {
        String type = family.type().replaceAll("\\(.*", "");
        String name =
                switch (type) {
                    case "char" -> "bpchar";
                    case "amount" -> "numeric";
                    case "\"DATE\"" -> "public.DATE";
                    default -> type;
                };
        return TypePairs.find(
                        new SourceColumn("v", name, -1, family.type(), true),
                        new OracleType(oracle, 20, 20, "B", null, null))
                .isPresent();
    }

    long edgeCases() {
        return entries.size();
    }

    void write(Path file) throws IOException {
        List<Map<String, String>> rows = entries.stream()
                .map(entry -> {
                    Map<String, String> row = new LinkedHashMap<>();
                    row.put("ran on", target);
                    row.put("source", entry.family().type());
                    row.put("target", entry.oracle());
                    row.put("value", entry.value());
                    row.put("outcome", entry.outcome().kind().word());
                    row.put("reason", Objects.requireNonNullElse(entry.outcome().reason(), ""));
                    return row;
                })
                .toList();
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), rows);
    }

    /** One line a pair. */
    String page() {
        Map<String, List<Entry>> byPair = entries.stream()
                .collect(Collectors.groupingBy(
                        entry -> entry.family().type() + " | " + entry.oracle(),
                        LinkedHashMap::new,
                        Collectors.toList()));
        StringBuilder page = new StringBuilder("""
                # Which value goes where

                Made by `TypeMatrixIT`, which fails if this page is not what it finds: real PostgreSQL, a whole job, the real
                ojdbc11 driver and %s. Each value is copied, inserted and updated; what comes
                back is compared by PostgreSQL. Equal, refused: without any policy. By policy: how many of the refused ones are
                stored in another form when policies are set (`values` in conf/migration.yaml). Single values:
                `job/target/type-matrix.json`.

                """.formatted(target));
        page.append("Values tried: ").append(entries.size()).append(" (");
        page.append(java.util.Arrays.stream(Kind.values())
                .map(kind -> count(entries, kind) + " " + kind.word())
                .collect(Collectors.joining(", ")));
        page.append("), changed unseen: 0.\n\n");
        page.append(
                "| PostgreSQL | Oracle | equal | refused | by policy | refused because |\n|---|---|---|---|---|---|\n");
        byPair.forEach((pair, of) -> page.append("| ")
                .append(pair)
                .append(" | ")
                .append(count(of, Kind.EQUAL))
                .append(" | ")
                .append(count(of, Kind.REFUSED))
                .append(" | ")
                .append(count(of, Kind.BY_POLICY))
                .append(" | ")
                .append(reasons(of))
                .append(" |\n"));
        page.append("\nNo pair at all, found when planning:\n\n| PostgreSQL | Oracle |\n|---|---|\n");
        for (Family family : Families.all()) {
            page.append("| ")
                    .append(family.type())
                    .append(" | ")
                    .append(ASKED.stream()
                            .filter(oracle -> !isPair(family, oracle))
                            .collect(Collectors.joining(", ")))
                    .append(" |\n");
        }
        return page.toString();
    }

    private static long count(List<Entry> entries, Kind kind) {
        return entries.stream().filter(entry -> entry.outcome().kind() == kind).count();
    }

    /** Without figures, which would make each its own. */
    private static String reasons(List<Entry> entries) {
        TreeSet<String> reasons = new TreeSet<>();
        for (Entry entry : entries) {
            if (entry.outcome().kind() == Kind.REFUSED) {
                String reason = Objects.requireNonNullElse(entry.outcome().reason(), "");
                reasons.add(reason.replaceAll("; say in .*", "").replaceAll("has -?\\d+", "has n"));
            }
        }
        return String.join("; ", reasons);
    }
}
