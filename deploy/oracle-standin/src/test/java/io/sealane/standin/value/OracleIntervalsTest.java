package io.sealane.standin.value;

import java.time.Duration;
import java.time.Period;
import oracle.sql.INTERVALDS;
import oracle.sql.INTERVALYM;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class OracleIntervalsTest {
    @ParameterizedTest
    @CsvSource({"PT0S, 0 0:0:0", "P1DT2H3M4.5S, 1 2:3:4.5", "P-10DT-1H, -10 1:0:0"})
    void dayToSecondIsTheDriversAndReadsBack(Duration value, String oracle) {
        byte[] bytes = OracleIntervals.encode(value);

        assertThat(bytes).isEqualTo(new INTERVALDS(oracle).getBytes());
        assertThat(OracleIntervals.decodeDaySecond(bytes)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"P0M, 0-0", "P1Y2M, 1-2", "P-3Y-11M, -3-11"})
    void yearToMonthIsTheDriversAndReadsBack(Period value, String oracle) {
        byte[] bytes = OracleIntervals.encode(value);

        assertThat(bytes).isEqualTo(new INTERVALYM(oracle).getBytes());
        assertThat(OracleIntervals.decodeYearMonth(bytes).toTotalMonths()).isEqualTo(value.toTotalMonths());
    }
}
