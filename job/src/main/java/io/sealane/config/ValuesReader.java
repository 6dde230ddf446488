package io.sealane.config;

import io.sealane.config.yaml.Section;
import io.sealane.oracle.ValuePolicy;
import io.sealane.oracle.ValuePolicy.EmptyString;

/** Reads a {@code values} group: what becomes of values that the target cannot hold as they are. */
final class ValuesReader {
    private ValuesReader() {}

    /** @param fallback holds for every key that is not there */
    static ValuePolicy read(Section values, ValuePolicy fallback) {
        try (values) {
            EmptyString emptyString = values.choice("empty-string", fallback.emptyString());
            String token = values.text("empty-string-token", fallback.token());
            if (emptyString == EmptyString.TOKEN && token.isEmpty()) {
                values.fault("empty-string", "found token, and no token. Give empty-string-token too.");
            } else if (emptyString != EmptyString.TOKEN && values.has("empty-string-token")) {
                values.fault("empty-string-token", "found a token that is not used. Give empty-string: token too.");
            }
            return new ValuePolicy(
                    emptyString,
                    emptyString == EmptyString.TOKEN ? token : "",
                    values.choice("out-of-range", fallback.outOfRange()),
                    values.choice("nan", fallback.notANumber()),
                    values.choice("excess-digits", fallback.excessDigits()),
                    values.choice("too-long", fallback.tooLong()),
                    values.choice("unmappable", fallback.unmappable()),
                    values.choice("negative-zero", fallback.negativeZero()));
        }
    }
}
