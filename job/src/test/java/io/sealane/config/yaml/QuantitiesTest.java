package io.sealane.config.yaml;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class QuantitiesTest {
    @ParameterizedTest
    @CsvSource({
        "500ms,500,500ms",
        "10s,10000,10s",
        "90s,90000,90s",
        "120s,120000,2min",
        "5 min,300000,5min",
        "1d,86400000,24h"
    })
    void durations(String text, long millis, String printed) {
        assertThat(Quantities.duration(text)).contains(Duration.ofMillis(millis));
        assertThat(Quantities.print(Duration.ofMillis(millis))).isEqualTo(printed);
    }

    @ParameterizedTest
    @CsvSource({
        "512B,512,512B",
        "64KB,65536,64KB",
        "4MB,4194304,4MB",
        "4 mb,4194304,4MB",
        "1GB,1073741824,1GB",
        "1536KB,1572864,1536KB"
    })
    void sizes(String text, long bytes, String printed) {
        assertThat(Quantities.size(text)).contains(bytes);
        assertThat(Quantities.print(bytes)).isEqualTo(printed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "s", "-1s", "1.5s", "10S", "99999999999999999d", "1e3ms", ""})
    void noDurations(String text) {
        assertThat(Quantities.duration(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "MB", "-1MB", "1TB", "999999999999999999GB"})
    void noSizes(String text) {
        assertThat(Quantities.size(text)).isEmpty();
    }
}
