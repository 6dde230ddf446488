package io.sealane.matrix;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The types of PostgreSQL, and the Oracle columns that texts go into. */
final class Families {
    /** Statements for the types that the families need. */
    static final List<String> TYPES = List.of(
            "CREATE TYPE mood AS ENUM ('sad', 'ok', 'très heureux')",
            "CREATE DOMAIN amount AS numeric(10,2) CHECK (value > -1000000)",
            "CREATE TYPE pair AS (a int, b text)",
            "CREATE TYPE \"DATE\" AS ENUM ('2024-01-01')");

    static final List<String> TEXTS = List.of(
            "VARCHAR2(20)",
            "VARCHAR2(4000)",
            "VARCHAR2(10 CHAR)",
            "CHAR(10)",
            "NVARCHAR2(100)",
            "NCHAR(12)",
            "CLOB",
            "NCLOB");
    static final List<String> LONG_TEXTS =
            List.of("VARCHAR2(4000)", "VARCHAR2(400 CHAR)", "NVARCHAR2(500)", "CLOB", "NCLOB");

    private Families() {}

    static List<Family> all() {
        List<Family> all = new ArrayList<>(thatMayNotFit());
        all.addAll(OtherFamilies.others());
        return all;
    }

    static List<Family> thatMayNotFit() {
        return Stream.of(
                        NumberFamilies.wholeNumbers(),
                        NumberFamilies.decimals(),
                        NumberFamilies.floats(),
                        TextFamilies.texts(),
                        TextFamilies.binaries(),
                        MomentFamilies.moments())
                .flatMap(List::stream)
                .toList();
    }

    static List<String> with(List<String> columns, String... more) {
        return Stream.concat(columns.stream(), Stream.of(more)).toList();
    }
}
