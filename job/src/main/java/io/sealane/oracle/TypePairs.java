package io.sealane.oracle;

import io.sealane.model.SourceColumn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which PostgreSQL type can be stored in which Oracle type: one line a pair. What has no line is refused when the
 * migration is planned.
 */
public final class TypePairs {
    /** Every PostgreSQL type that is not binary: its text is the value. */
    static final String ANY = "*";

    private static final String TSTZ = "TIMESTAMP WITH TIME ZONE";
    private static final String TSLTZ = "TIMESTAMP WITH LOCAL TIME ZONE";
    private static final String DAY_TIME = "INTERVAL DAY TO SECOND";
    private static final String YEAR_MONTH = "INTERVAL YEAR TO MONTH";

    private static final List<TypePair> PAIRS = List.of(
            pair("int2", "NUMBER", BindKind.NUMBER, KeyForm.NUMBER, Numbers::whole),
            pair("int4", "NUMBER", BindKind.NUMBER, KeyForm.NUMBER, Numbers::whole),
            pair("int8", "NUMBER", BindKind.NUMBER, KeyForm.NUMBER, Numbers::whole),
            pair("oid", "NUMBER", BindKind.NUMBER, KeyForm.NUMBER, Numbers::whole),
            pair("xid", "NUMBER", BindKind.NUMBER, KeyForm.NUMBER, Numbers::whole),
            pair("xid8", "NUMBER", BindKind.NUMBER, KeyForm.NUMBER, Numbers::decimal),
            pair("numeric", "NUMBER", BindKind.NUMBER, KeyForm.NUMBER, Numbers::decimal),
            pair("money", "NUMBER", BindKind.NUMBER, KeyForm.NUMBER, Numbers::money),
            pair("float4", "NUMBER", BindKind.NUMBER, KeyForm.NUMBER, Numbers::shortest),
            pair("float8", "NUMBER", BindKind.NUMBER, KeyForm.NUMBER, Numbers::shortest),
            pair("bool", "NUMBER", BindKind.NUMBER, KeyForm.TEXT, Numbers::truth),
            pair("int2", "FLOAT", BindKind.NUMBER, KeyForm.NUMBER, Numbers::inFloat),
            pair("int4", "FLOAT", BindKind.NUMBER, KeyForm.NUMBER, Numbers::inFloat),
            pair("int8", "FLOAT", BindKind.NUMBER, KeyForm.NUMBER, Numbers::inFloat),
            pair("numeric", "FLOAT", BindKind.NUMBER, KeyForm.NUMBER, Numbers::inFloat),
            pair("float4", "FLOAT", BindKind.NUMBER, KeyForm.NUMBER, Numbers::inFloat),
            pair("float8", "FLOAT", BindKind.NUMBER, KeyForm.NUMBER, Numbers::inFloat),
            pair("float4", "BINARY_FLOAT", BindKind.BINARY_FLOAT, KeyForm.TEXT, Numbers::single),
            pair("float4", "BINARY_DOUBLE", BindKind.BINARY_DOUBLE, KeyForm.TEXT, Numbers::singleAsDouble),
            pair("float8", "BINARY_DOUBLE", BindKind.BINARY_DOUBLE, KeyForm.TEXT, Numbers::full),
            pair("int2", "BINARY_DOUBLE", BindKind.BINARY_DOUBLE, KeyForm.TEXT, Numbers::wholeAsDouble),
            pair("int4", "BINARY_DOUBLE", BindKind.BINARY_DOUBLE, KeyForm.TEXT, Numbers::wholeAsDouble),
            pair("int8", "BINARY_DOUBLE", BindKind.BINARY_DOUBLE, KeyForm.TEXT, Numbers::wholeAsDouble),
            pair("bool", "BOOLEAN", BindKind.BOOLEAN, KeyForm.TEXT, (text, type, misfits) -> text.equals("t")),
            pair("bytea", "RAW", BindKind.RAW, KeyForm.TEXT, Bytes::inRaw),
            pair("bytea", "BLOB", BindKind.BLOB, KeyForm.TEXT, Bytes::inBlob),
            pair("uuid", "RAW", BindKind.RAW, KeyForm.TEXT, Bytes::uuid),
            pair("bit", "RAW", BindKind.RAW, KeyForm.TEXT, Bytes::bits),
            pair("varbit", "RAW", BindKind.RAW, KeyForm.TEXT, Bytes::bits),
            pair("date", "DATE", BindKind.DATE, KeyForm.TEXT, Moments::midnight),
            pair("date", "TIMESTAMP", BindKind.TIMESTAMP, KeyForm.TEXT, Moments::midnight),
            pair("timestamp", "DATE", BindKind.DATE, KeyForm.TEXT, Moments::local),
            pair("timestamp", "TIMESTAMP", BindKind.TIMESTAMP, KeyForm.TEXT, Moments::local),
            pair("timestamptz", TSTZ, BindKind.TIMESTAMP_TZ, KeyForm.TEXT, Moments::instant),
            pair("timestamptz", TSLTZ, BindKind.TIMESTAMP_TZ, KeyForm.TEXT, Moments::instant),
            pair("time", DAY_TIME, BindKind.INTERVAL_DS, KeyForm.TEXT, Intervals::timeOfDay),
            pair("interval", DAY_TIME, BindKind.INTERVAL_DS, KeyForm.DAY_TIME, Intervals::dayTime),
            pair("interval", YEAR_MONTH, BindKind.INTERVAL_YM, KeyForm.YEAR_MONTH, Intervals::yearMonth),
            pair("json", "JSON", BindKind.JSON, KeyForm.TEXT, JsonTexts::json),
            pair("jsonb", "JSON", BindKind.JSON, KeyForm.TEXT, JsonTexts::jsonb),
            pair("bpchar", "CHAR", BindKind.CHAR, KeyForm.BLANK_PADDED, Texts::blankPadded),
            pair("bpchar", "NCHAR", BindKind.NVARCHAR, KeyForm.BLANK_PADDED, Texts::nationalBlankPadded),
            pair(ANY, "CHAR", BindKind.CHAR, KeyForm.BLANK_PADDED, Texts::inPaddedCharacters),
            pair(ANY, "NCHAR", BindKind.NVARCHAR, KeyForm.BLANK_PADDED, Texts::inPaddedNationalUnits),
            pair(ANY, "VARCHAR2", BindKind.VARCHAR, KeyForm.TEXT, Texts::inBytesOrCharacters),
            pair(ANY, "NVARCHAR2", BindKind.NVARCHAR, KeyForm.TEXT, Texts::inNationalUnits),
            pair(ANY, "CLOB", BindKind.CLOB, KeyForm.TEXT, Texts::unlimited),
            pair(ANY, "NCLOB", BindKind.NCLOB, KeyForm.TEXT, Texts::unlimited));

    private static final Map<String, TypePair> BY_NAMES = byNames();

    private TypePairs() {}

    /** How {@code source} is stored in a column of type {@code target}; empty if it cannot be. */
    public static Optional<TypePair> find(SourceColumn source, OracleType target) {
        String name = withoutLengths(target.dataType());
        TypePair own = BY_NAMES.get(key(source.type(), name));
        if (own != null) {
            return Optional.of(own);
        }
        // Digits of a bytea would be no text of anybody's.
        return source.isBinary() ? Optional.empty() : Optional.ofNullable(BY_NAMES.get(key(ANY, name)));
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

    private static TypePair pair(String source, String target, BindKind kind, KeyForm keyForm, TypePair.Reader reader) {
        return new TypePair(source, target, kind, keyForm, reader);
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
