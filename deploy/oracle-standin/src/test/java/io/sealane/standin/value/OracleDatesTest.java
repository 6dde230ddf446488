package io.sealane.standin.value;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import oracle.sql.DATE;
import oracle.sql.TIMESTAMP;
import oracle.sql.TIMESTAMPTZ;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OracleDatesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-02-29T23:59:59",
                "1970-01-01T00:00:00",
                "0001-01-01T00:00:00",
                "0000-12-31T12:00:00",
                "-0100-06-15T01:02:03",
                "-4711-01-01T00:00:00",
                "9999-12-31T23:59:59"
            })
    void datesAreTheDriversAndReadBack(String text) throws Exception {
        LocalDateTime value = LocalDateTime.parse(text);

        byte[] bytes = OracleDates.encodeDate(value);

        assertThat(bytes).isEqualTo(DATE.of(value).getBytes());
        assertThat(OracleDates.decode(bytes)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-02-29T23:59:59.123456789", "1582-10-04T00:00:00.000001", "2000-01-01T00:00:00"})
    void timestampsAreTheDriversAndReadBack(String text) throws Exception {
        LocalDateTime value = LocalDateTime.parse(text);

        byte[] bytes = OracleDates.encodeTimestamp(value);

        assertThat(bytes).isEqualTo(TIMESTAMP.of(value).getBytes());
        assertThat(OracleDates.decode(bytes)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-02-29T23:59:59.5+05:30", "2024-01-01T00:30:00-03:30", "1999-12-31T23:00:00Z"})
    void zonedTimestampsAreTheDriversAndReadBack(String text) throws Exception {
        OffsetDateTime value = OffsetDateTime.parse(text);

        byte[] bytes = OracleDates.encodeZoned(value);

        assertThat(bytes).isEqualTo(TIMESTAMPTZ.of(value).getBytes());
        assertThat(OracleDates.decodeZoned(bytes)).isEqualTo(value);
    }

    @Test
    void yearTenThousandIsRefused() throws Exception {
        byte[] bytes =
                TIMESTAMP.of(LocalDateTime.parse("+10000-01-01T00:00:00")).getBytes();

        assertThatThrownBy(() -> OracleDates.decode(bytes))
                .isInstanceOf(DateTimeException.class)
                .hasMessageContaining("Year out of range");
    }
}
