package io.sealane.oracle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.Period;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** One text for all values that a column does not tell from each other. Equal texts are the same value. */
final class StoredForm {
    /** Belief: Oracle's JSON is not nested deeper than 1,024. */
    private static final int DEEPEST_JSON = 1_024;

    private static final JsonMapper JSON = JsonMapper.builder(JsonTexts.factory(DEEPEST_JSON))
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private StoredForm() {}

    static String of(TypePair pair, Object value) {
        return switch (pair.kind()) {
            case NUMBER -> number(new BigDecimal(value.toString()));
            case BINARY_FLOAT, BINARY_DOUBLE, BOOLEAN, DATE, TIMESTAMP, INTERVAL_DS -> value.toString();
            case TIMESTAMP_TZ -> ((OffsetDateTime) value).toInstant().toString();
            case INTERVAL_YM -> Long.toString(((Period) value).toTotalMonths());
            case VARCHAR, CHAR, NVARCHAR ->
                pair.keyForm() == KeyForm.BLANK_PADDED ? KeyForm.BLANK_PADDED.of((String) value) : (String) value;
            case RAW -> HexFormat.of().formatHex((byte[]) value);
            case JSON -> json((String) value);
            case CLOB, NCLOB -> {
                char[] text = ((String) value).toCharArray();
                yield new LobDigest().add(text, text.length).text();
            }
            case BLOB ->
                new LobDigest().add((byte[]) value, ((byte[]) value).length).text();
        };
    }

    private static String number(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toString();
    }

    /** Keys in order, numbers by value, no white space. */
    private static String json(String text) {
        try {
            StringBuilder form = new StringBuilder();
            append(JSON.readTree(text), form);
            return form.toString();
        } catch (JsonProcessingException e) {
            // The parser's message would quote the value.
            throw new IllegalArgumentException("It is not JSON, or nested deeper than " + DEEPEST_JSON);
        }
    }

    private static void append(JsonNode node, StringBuilder form) {
        if (node.isObject()) {
            Map<String, JsonNode> fields = new TreeMap<>();
            node.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
            form.append('{');
            fields.forEach((key, value) -> {
                form.append(JSON.getNodeFactory().textNode(key)).append(':');
                append(value, form);
                form.append(',');
            });
            form.append('}');
        } else if (node.isArray()) {
            form.append('[');
            node.forEach(element -> {
                append(element, form);
                form.append(',');
            });
            form.append(']');
        } else {
            form.append(node.isNumber() ? number(node.decimalValue()) : node.toString());
        }
    }
}
