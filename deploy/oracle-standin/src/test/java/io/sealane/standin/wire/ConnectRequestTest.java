package io.sealane.standin.wire;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ConnectRequestTest {
    @ParameterizedTest
    @CsvSource({
        "(DESCRIPTION=(CONNECT_DATA=(SERVICE_NAME=sealane)(CID=(PROGRAM=x)))), SEALANE",
        "(DESCRIPTION=(CONNECT_DATA=(SID = ORCL)))                            , ORCL",
        "(DESCRIPTION=(CONNECT_DATA=))                                        , ''"
    })
    void serviceIsReadFromTheDescriptor(String descriptor, String service) {
        assertThat(new ConnectRequest(descriptor, 8192).service()).isEqualTo(service);
    }
}
