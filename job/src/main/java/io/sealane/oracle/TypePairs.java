package io.sealane.oracle;

import io.sealane.model.SourceColumn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which PostgreSQL type can be stored in which Oracle type: one line a pair. What has no line is refused when the
 * migration is planned.
 */
public final class TypePairs {
    /** Every PostgreSQL type that is neither binary nor a point in time: its text is the value. */
    static final String ANY = "*";

    /** Types that are not text in Oracle only because nobody would look for them there. */
    private static final Set<String> NEVER_AS_TEXT = Set.of("bytea", "date", "timestamp", "timestamptz");

    private static final List<TypePair> PAIRS = List.of(
            new TypePair("int2", "NUMBER", BindKind.NUMBER, Numbers::whole),
            new TypePair("int4", "NUMBER", BindKind.NUMBER, Numbers::whole),
            new TypePair("int8", "NUMBER", BindKind.NUMBER, Numbers::whole),
            new TypePair("oid", "NUMBER", BindKind.NUMBER, Numbers::whole),
            new TypePair("numeric", "NUMBER", BindKind.NUMBER, Numbers::decimal),
            new TypePair("int2", "FLOAT", BindKind.NUMBER, Numbers::inFloat),
            new TypePair("int4", "FLOAT", BindKind.NUMBER, Numbers::inFloat),
            new TypePair("int8", "FLOAT", BindKind.NUMBER, Numbers::inFloat),
            new TypePair("numeric", "FLOAT", BindKind.NUMBER, Numbers::inFloat),
            new TypePair("float4", "BINARY_FLOAT", BindKind.BINARY_FLOAT, Numbers::single),
            new TypePair("float4", "BINARY_DOUBLE", BindKind.BINARY_DOUBLE, Numbers::singleAsDouble),
            new TypePair("float8", "BINARY_DOUBLE", BindKind.BINARY_DOUBLE, Numbers::full),
            new TypePair("bool", "NUMBER", BindKind.NUMBER, Numbers::truth),
            new TypePair("bytea", "RAW", BindKind.RAW, Bytes::inRaw),
            new TypePair("bytea", "BLOB", BindKind.BLOB, Bytes::inBlob),
            new TypePair("date", "DATE", BindKind.DATE, Moments::midnight),
            new TypePair("date", "TIMESTAMP", BindKind.TIMESTAMP, Moments::midnight),
            new TypePair("timestamp", "DATE", BindKind.DATE, Moments::local),
            new TypePair("timestamp", "TIMESTAMP", BindKind.TIMESTAMP, Moments::local),
            new TypePair("timestamptz", "TIMESTAMP WITH TIME ZONE", BindKind.TIMESTAMP_TZ, Moments::instant),
            new TypePair(ANY, "VARCHAR2", BindKind.VARCHAR, Texts::inBytesOrCharacters),
            new TypePair(ANY, "CHAR", BindKind.CHAR, Texts::inBytesOrCharacters),
            new TypePair(ANY, "NVARCHAR2", BindKind.NVARCHAR, Texts::inNationalUnits),
            new TypePair(ANY, "NCHAR", BindKind.NVARCHAR, Texts::inNationalUnits),
            new TypePair(ANY, "CLOB", BindKind.CLOB, Texts::unlimited),
            new TypePair(ANY, "NCLOB", BindKind.NCLOB, Texts::unlimited));

    private static final Map<String, TypePair> BY_NAMES = byNames();

    private TypePairs() {}

    /** How {@code source} is stored in a column of type {@code target}; empty if it cannot be. */
    public static Optional<TypePair> find(SourceColumn source, OracleType target) {
        String name = withoutLengths(target.dataType());
        TypePair own = BY_NAMES.get(key(source.type(), name));
        if (own != null) {
            return Optional.of(own);
        }
        return NEVER_AS_TEXT.contains(source.type())
                ? Optional.empty()
                : Optional.ofNullable(BY_NAMES.get(key(ANY, name)));
    }

    static List<TypePair> all() {
        return PAIRS;
    }

    /** {@code TIMESTAMP(6) WITH TIME ZONE} is {@code TIMESTAMP WITH TIME ZONE}. */
    static String withoutLengths(String dataType) {
        int open = dataType.indexOf('(');
        if (open < 0) {
            return dataType;
        }
        int close = dataType.indexOf(')', open);
        return dataType.substring(0, open) + withoutLengths(dataType.substring(close + 1));
    }

    private static Map<String, TypePair> byNames() {
        Map<String, TypePair> pairs = new HashMap<>();
        PAIRS.forEach(pair -> pairs.put(key(pair.source(), pair.target()), pair));
        return Map.copyOf(pairs);
    }

    private static String key(String source, String target) {
        return source + " -> " + target;
    }
}
