package io.sealane.standin.value;

import java.math.BigDecimal;
import oracle.sql.NUMBER;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OracleNumberTest {
    private static final String FORTY_DIGITS = "1234567890123456789012345678901234567890";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "1",
                "-1",
                "10",
                "99",
                "100",
                "-100",
                "123.4",
                "-123.4",
                "0.01",
                "0.001",
                "-0.0000123",
                "1E125",
                "-1E125",
                "1E-130",
                "999999999999999999",
                "1000000000000000000",
                "9223372036854775807",
                "-9223372036854775808",
                "1.50",
                FORTY_DIGITS,
                "-" + FORTY_DIGITS,
                "0." + FORTY_DIGITS
            })
    void bytesAreTheDriversAndReadBack(String text) throws Exception {
        BigDecimal value = new BigDecimal(text);

        byte[] bytes = OracleNumber.encode(value);

        assertThat(bytes).isEqualTo(new NUMBER(value).getBytes());
        assertThat(new BigDecimal(OracleNumber.decode(bytes).toString())).isEqualByComparingTo(value);
    }

    @Test
    void wholeNumbersBelowTenToTheEighteenthAreLongs() {
        assertThat(OracleNumber.decode(OracleNumber.encode(-42))).isEqualTo(-42L);
        assertThat(OracleNumber.decode(OracleNumber.encode(100_000_000_000_000_000L)))
                .isEqualTo(100_000_000_000_000_000L);
        assertThat(OracleNumber.decode(OracleNumber.encode(Long.MAX_VALUE))).isInstanceOf(BigDecimal.class);
    }

    @Test
    void magnitudeBeyondTheRangeIsRefused() {
        assertThatThrownBy(() -> OracleNumber.encode(new BigDecimal("1E126")))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("out of range");
    }
}
