package io.sealane.source.postgres;

import io.sealane.model.Lsn;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

final class DurabilityTest {
    @ParameterizedTest
    @CsvSource({
        "0/5000028, 0/5000000", // first page of a segment: a header of 40 bytes
        "0/5002018, 0/5002000", // another page: 24
        "0/5002028, 0/5002028", // 16 bytes of a record are there
        "0/5000018, 0/5000018",
        "0/5001FF8, 0/5001FF8"
    })
    void aPageHeaderIsNoRecord(String inserted, String end) {
        assertThat(Durability.withoutPageHeader(Lsn.parse(inserted), 8192, 16 << 20))
                .isEqualTo(Lsn.parse(end));
    }
}
