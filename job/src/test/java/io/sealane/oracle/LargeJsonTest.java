package io.sealane.oracle;

import io.sealane.model.SourceColumn;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is said of a text that is too large to be read as one, before it goes into a JSON column. */
class LargeJsonTest {
    private static final OracleType JSON = new OracleType("JSON", 8200, 0, null, null, null);

    @Test
    void aKeyThatIsThereTwiceIsFoundInJsonAndCannotBeInJsonb() {
        String twice = "{\"a\": [1], \"b\": {\"a\": 2}, \"a\": \"secret\"}";

        assertThatThrownBy(() -> check("json", twice))
                .isInstanceOf(UnfitValueException.class)
                .hasMessageContaining("a key twice")
                .hasMessageNotContaining("secret");
        assertThatCode(() -> check("jsonb", twice)).doesNotThrowAnyException();
    }

    @Test
    void numbersThatOracleCannotHoldAreFoundInBoth() {
        for (String type : new String[] {"json", "jsonb"}) {
            assertThatThrownBy(() -> check(type, "[" + "7,".repeat(100_000) + "1e400]"))
                    .hasMessageContaining("a number that NUMBER");
        }
    }

    @Test
    void brokenTextIsNotTakenForAKeyThatIsThereTwice() {
        assertThatThrownBy(() -> check("json", "{\"a\": ")).hasMessageContaining("not JSON as RFC 8259 has it");
        byte[] bytes = {'[', '"', (byte) 0xFF, '"', ']'};
        assertThatThrownBy(() -> pair("json").checkWhole(5, () -> new ByteArrayInputStream(bytes)))
                .isInstanceOf(UnfitValueException.class)
                .hasMessageContaining("no UTF-8");
    }

    @Test
    void beyondWhatAJsonColumnHoldsTheKeysAreNotKeptInMemory() {
        assertThatThrownBy(() -> pair("json").checkWhole(40 << 20, () -> {
                    throw new AssertionError("it must not be read");
                }))
                .hasMessageContaining("it has 41943040 bytes, and JSON holds 33554432");
    }

    private static void check(String type, String text) throws UnfitValueException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        pair(type).checkWhole(utf8.length, () -> new ByteArrayInputStream(utf8));
    }

    private static TypePair pair(String type) {
        return TypePairs.find(new SourceColumn("j", type, -1, type, true), JSON).orElseThrow();
    }
}
