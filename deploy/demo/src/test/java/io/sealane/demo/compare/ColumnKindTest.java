package io.sealane.demo.compare;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class ColumnKindTest {
    @ParameterizedTest
    @MethodSource("equalValues")
    void equalValuesHaveOneCanonicalText(String type, String postgres, Object target) {
        ColumnKind kind = ColumnKind.of(type);

        assertThat(kind.target(target)).isEqualTo(kind.source(postgres));
    }

    static Stream<Arguments> equalValues() {
        return Stream.of(
                arguments("int8", "9223372036854775807", new BigDecimal("9223372036854775807")),
                arguments("numeric", "10.00", new BigDecimal("1E+1")),
                arguments("numeric", "0.000", BigDecimal.ZERO),
                arguments("numeric", "-0.0012340", new BigDecimal("-0.001234")),
                arguments("bool", "true", BigDecimal.ONE),
                arguments("bool", "false", BigDecimal.ZERO),
                arguments("float4", "0.1", 0.1f),
                arguments("float8", "1e+300", 1e300),
                arguments("float8", "0.1", 0.1),
                arguments("date", "2024-02-29", LocalDateTime.parse("2024-02-29T00:00:00")),
                arguments("timestamp", "2024-05-01 08:00:00.123456", LocalDateTime.parse("2024-05-01T08:00:00.123456")),
                arguments("timestamp", "2024-05-01 08:00:00", LocalDateTime.parse("2024-05-01T08:00")),
                arguments(
                        "timestamptz", "2024-05-01 08:00:00.5+00", OffsetDateTime.parse("2024-05-01T10:00:00.5+02:00")),
                arguments("bpchar", "ab", "ab  "),
                arguments("uuid", "0a0b", "0a0b"),
                arguments("text", "很好 👍\n", "很好 👍\n"),
                arguments("jsonb", "{\"a\": 1}", "{\"a\": 1}"),
                arguments("bytea", "\\x00ff10", new byte[] {0, -1, 16}));
    }

    @ParameterizedTest
    @MethodSource("unequalValues")
    void unequalValuesHaveDifferentTexts(String type, String postgres, Object target) {
        ColumnKind kind = ColumnKind.of(type);

        assertThat(kind.target(target)).isNotEqualTo(kind.source(postgres));
    }

    static Stream<Arguments> unequalValues() {
        return Stream.of(
                arguments("numeric", "0.30", new BigDecimal("0.3000000000000000001")),
                arguments("bool", "true", BigDecimal.TEN),
                arguments("float4", "0.1", 0.10000001f),
                arguments("date", "2024-02-29", LocalDateTime.parse("2024-02-29T08:00:00")),
                arguments("timestamp", "2024-05-01 08:00:00.123456", LocalDateTime.parse("2024-05-01T08:00:00.123")),
                arguments("timestamptz", "2024-05-01 08:00:00+00", OffsetDateTime.parse("2024-05-01T08:00:00+02:00")),
                arguments("text", "a", "a "),
                arguments("text", "👍", "??"),
                arguments("bytea", "\\x00", new byte[0]));
    }

    @Test
    void aTypeNobodyComparesIsNamed() {
        assertThatThrownBy(() -> ColumnKind.of("tsvector"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Cannot compare columns of type tsvector");
    }
}
