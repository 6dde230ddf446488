package io.sealane.oracle;

import java.net.ConnectException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ErrorClassTest {

    @ParameterizedTest
    @CsvSource({
        "1, CONFLICT",
        "1400, DATA",
        "12899, DATA",
        "1461, DATA",
        "2291, DATA",
        "24816, DATA",
        "60, TRANSIENT",
        "8177, TRANSIENT",
        "30006, TRANSIENT",
        "54, TRANSIENT",
        "1013, TRANSIENT",
        "1653, RESOURCE",
        "1950, RESOURCE",
        "257, RESOURCE",
        "1536, RESOURCE",
        "3113, CONNECTION",
        "17002, CONNECTION",
        "17800, CONNECTION",
        "12541, CONNECTION",
        "12514, CONNECTION",
        "1089, CONNECTION",
        "2396, CONNECTION",
        "3135, CONNECTION",
        "12170, CONNECTION",
        "1017, SECURITY",
        "28000, SECURITY",
        "1031, SECURITY",
        "12660, SECURITY",
        "942, SCHEMA",
        "904, SCHEMA",
        "20001, SCHEMA",
        "600, FATAL",
        "99999, FATAL"
    })
    void codeDecides(int code, ErrorClass expected) {
        assertThat(ErrorClass.of(code, new SQLException())).isEqualTo(expected);
    }

    @Test
    void networkCauseMakesAnUnknownCodeALostConnection() {
        Throwable thrown = new SQLException("x", new RuntimeException(new ConnectException()));

        assertThat(ErrorClass.of(99999, thrown)).isEqualTo(ErrorClass.CONNECTION);
        assertThat(ErrorClass.of(0, thrown)).isEqualTo(ErrorClass.CONNECTION);
        assertThat(ErrorClass.of(1017, thrown)).isEqualTo(ErrorClass.SECURITY);
    }

    @Test
    void faultWithoutACodeIsADriverThatCannotConvert() {
        assertThat(ErrorClass.of(0, new SQLException("Overflow Exception"))).isEqualTo(ErrorClass.DATA);
    }

    @Test
    void onlyPassingFaultsAreRetried() {
        Map<ErrorClass, Boolean> retried = new HashMap<>();
        for (ErrorClass each : ErrorClass.values()) {
            retried.put(each, each.isRetried());
        }

        assertThat(retried)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        ErrorClass.CONNECTION, true,
                        ErrorClass.TRANSIENT, true,
                        ErrorClass.RESOURCE, true,
                        ErrorClass.DATA, false,
                        ErrorClass.CONFLICT, false,
                        ErrorClass.SECURITY, false,
                        ErrorClass.SCHEMA, false,
                        ErrorClass.FATAL, false));
    }
}
