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

    /** The same of types that only a superuser can make, as extensions are made. */
    static final List<String> EXTENSION_TYPES =
            Stream.of("citext", "hstore").flatMap(Families::ofExtension).toList();

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

    /** A base type as an extension makes one, where the server comes without extensions. It keeps any text as it is. */
    private static Stream<String> ofExtension(String type) {
        String function =
                "CREATE FUNCTION %1$s%2$s(%3$s) RETURNS %4$s LANGUAGE internal IMMUTABLE STRICT AS 'text%2$s'";
        return Stream.of(
                "CREATE TYPE " + type,
                String.format(function, type, "in", "cstring", type),
                String.format(function, type, "out", type, "cstring"),
                String.format("CREATE TYPE %1$s (INPUT = %1$sin, OUTPUT = %1$sout, LIKE = text)", type));
    }

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
