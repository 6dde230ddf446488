package io.sealane.config;

import io.sealane.model.MigrationException;
import io.sealane.oracle.ValuePolicy;
import io.sealane.oracle.ValuePolicy.EmptyString;
import io.sealane.oracle.ValuePolicy.ExcessDigits;
import io.sealane.oracle.ValuePolicy.OutOfRange;
import io.sealane.oracle.ValuePolicy.TooLong;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ValuesReaderTest {
    private static MigrationConfig parse(String more) {
        return MinimalYaml.parse(MinimalYaml.DATABASES + more);
    }

    @Test
    void nothingIsChangedUnlessTheUserSaysSo() {
        MigrationConfig config = parse("tables: [public.a]");

        assertThat(config.tables().get(0).valuesOf("c")).isEqualTo(ValuePolicy.STRICT);
    }

    @Test
    void policiesAreHandedDownFromDefaultsToTablesToColumns() {
        MigrationConfig config = parse("""
                defaults:
                  values: {empty-string: set-null, out-of-range: clamp}
                tables:
                  - public.a
                  - source: public.b
                    values: {out-of-range: error, excess-digits: round}
                    columns:
                      values:
                        c: {empty-string: token, empty-string-token: none}
                        d: {too-long: truncate}
                """);
        TableConfig plain = config.tables().get(0);
        TableConfig own = config.tables().get(1);

        assertThat(plain.valuesOf("c").emptyString()).isEqualTo(EmptyString.SET_NULL);
        assertThat(plain.valuesOf("c").outOfRange()).isEqualTo(OutOfRange.CLAMP);
        assertThat(own.valuesOf("x").outOfRange()).isEqualTo(OutOfRange.ERROR);
        assertThat(own.valuesOf("x").emptyString()).isEqualTo(EmptyString.SET_NULL);
        assertThat(own.valuesOf("c").emptyString()).isEqualTo(EmptyString.TOKEN);
        assertThat(own.valuesOf("c").token()).isEqualTo("none");
        assertThat(own.valuesOf("c").excessDigits()).isEqualTo(ExcessDigits.ROUND);
        assertThat(own.valuesOf("d").tooLong()).isEqualTo(TooLong.TRUNCATE);
        assertThat(own.valuesOf("c").tooLong()).isEqualTo(TooLong.ERROR);
    }

    @Test
    void wordsThatAreNotKnownAndTokensWithoutUseAreNamed() {
        assertThatThrownBy(() -> parse("""
                defaults:
                  values: {empty-string: token, nan: clamp}
                tables:
                  - source: public.b
                    values: {empty-string: space, empty-string-token: x, too_long: error}
                """))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("found token, and no token. Give empty-string-token too.")
                .hasMessageContaining("found 'clamp'. Give one of error, set-null.")
                .hasMessageContaining("found a token that is not used. Give empty-string: token too.")
                .hasMessageContaining("Did you mean 'too-long'?");
    }
}
