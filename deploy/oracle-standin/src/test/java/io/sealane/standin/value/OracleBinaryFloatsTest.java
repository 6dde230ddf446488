package io.sealane.standin.value;

import oracle.sql.BINARY_DOUBLE;
import oracle.sql.BINARY_FLOAT;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class OracleBinaryFloatsTest {
    @ParameterizedTest
    @ValueSource(
            doubles = {
                0,
                1,
                -1,
                Math.PI,
                -1e300,
                Double.MIN_VALUE,
                Double.MAX_VALUE,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY
            })
    void doublesAreTheDriversAndReadBack(double value) throws Exception {
        byte[] bytes = OracleBinaryFloats.encode(value);

        assertThat(bytes).isEqualTo(new BINARY_DOUBLE(value).getBytes());
        assertThat(OracleBinaryFloats.decodeDouble(bytes)).isEqualTo(Double.valueOf(value));
    }

    @ParameterizedTest
    @ValueSource(floats = {0, 1, -1, 3.14f, -1e30f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN})
    void floatsAreTheDriversAndReadBack(float value) throws Exception {
        byte[] bytes = OracleBinaryFloats.encode(value);

        assertThat(bytes).isEqualTo(new BINARY_FLOAT(value).getBytes());
        assertThat(OracleBinaryFloats.decodeFloat(bytes)).isEqualTo(Float.valueOf(value));
    }
}
