package io.sealane.oracle;

import io.sealane.model.SourceColumn;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.Period;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StoredFormTest {
    @Test
    void equalValuesOfAColumnHaveOneTextAndOthersDoNot() {
        TypePair number = pair("numeric", "NUMBER");
        assertThat(number.stored(1L)).isEqualTo(number.stored(new BigDecimal("1.00")));
        assertThat(number.stored(0L)).isEqualTo(number.stored(new BigDecimal("0E+3")));
        assertThat(number.stored(1L)).isNotEqualTo(number.stored(10L));

        TypePair padded = pair("text", "CHAR");
        assertThat(padded.stored("a")).isEqualTo(padded.stored("a   "));
        TypePair varying = pair("text", "VARCHAR2");
        assertThat(varying.stored("a")).isNotEqualTo(varying.stored("a "));

        TypePair moment = pair("timestamptz", "TIMESTAMP WITH TIME ZONE");
        assertThat(moment.stored(OffsetDateTime.parse("2024-03-31T01:30:00+02:00")))
                .isEqualTo(moment.stored(OffsetDateTime.parse("2024-03-30T23:30:00Z")));
        TypePair months = pair("interval", "INTERVAL YEAR TO MONTH");
        assertThat(months.stored(Period.ofYears(1))).isEqualTo(months.stored(Period.ofMonths(12)));
        TypePair single = pair("float4", "BINARY_FLOAT");
        assertThat(single.stored(0.1f)).isNotEqualTo(single.stored(Math.nextUp(0.1f)));
    }

    @Test
    void jsonIsTheSameInAnyOrderOfItsKeys() {
        TypePair json = pair("json", "JSON");

        assertThat(json.stored("{\"b\": [1.50, null, \"x\\\"\"], \"a\": {\"d\": 1, \"c\": true}}"))
                .isEqualTo(json.stored("{\"a\":{\"c\":true,\"d\":1.0},\"b\":[1.5,null,\"x\\\"\"]}"));
        assertThat(json.stored("[1, 2]")).isNotEqualTo(json.stored("[2, 1]"));
        assertThat(json.stored("{\"a\": 1}")).isNotEqualTo(json.stored("{\"a\": \"1\"}"));
        assertThat(json.stored("[[], {}]")).isNotEqualTo(json.stored("[[{}]]"));
        assertThatThrownBy(() -> json.stored("[".repeat(2_000) + "]".repeat(2_000)))
                .hasMessageContaining("nested deeper than 1024");
    }

    @Test
    void aLobInPartsIsTheLobInOne() {
        TypePair clob = pair("text", "CLOB");
        char[] text = "a😀é".repeat(1_000).toCharArray();
        LobDigest parts = new LobDigest();
        for (int i = 0; i < text.length; i += 7) {
            // Ends within characters too.
            char[] part =
                    new String(text).substring(i, Math.min(text.length, i + 7)).toCharArray();
            parts.add(part, part.length);
        }

        assertThat(parts.text()).isEqualTo(clob.stored(new String(text)));
        assertThat(clob.stored("a")).isNotEqualTo(clob.stored("b"));
        assertThat(pair("bytea", "BLOB").stored(new byte[] {1, 2}))
                .startsWith("2:")
                .isNotEqualTo(pair("bytea", "BLOB").stored(new byte[] {1, 3}));
    }

    private static TypePair pair(String source, String target) {
        return TypePairs.find(
                        new SourceColumn("c", source, -1, source, true), new OracleType(target, 0, 0, null, null, null))
                .orElseThrow();
    }
}
