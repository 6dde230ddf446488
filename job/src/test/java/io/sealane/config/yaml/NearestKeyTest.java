package io.sealane.config.yaml;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class NearestKeyTest {
    private static final List<String> KNOWN = List.of("chunk-rows", "password", "port", "publication", "slot");

    @ParameterizedTest
    @CsvSource({"pasword,password", "chunkRows,chunk-rows", "chunk_row,chunk-rows", "prot,port", "Slot,slot", "sl,slot"
    })
    void findsWhatWasMeant(String typed, String meant) {
        assertThat(NearestKey.to(typed, KNOWN)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"operations", "xyzzy"})
    void findsNothingForAStrangeWord(String typed) {
        assertThat(NearestKey.to(typed, KNOWN)).isEmpty();
    }
}
