package io.sealane.config;

import io.sealane.config.yaml.Section;
import io.sealane.oracle.ValuePolicy;
import io.sealane.oracle.ValuePolicy.EmptyString;
import io.sealane.oracle.ValuePolicy.ExcessDigits;
import io.sealane.oracle.ValuePolicy.NegativeZero;
import io.sealane.oracle.ValuePolicy.NotANumber;
import io.sealane.oracle.ValuePolicy.OutOfRange;
import io.sealane.oracle.ValuePolicy.TooLong;
import io.sealane.oracle.ValuePolicy.Unmappable;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads a {@code values} group: what becomes of values that the target cannot hold as they are. */
final class ValuesReader {
    private ValuesReader() {}

    /** @param fallback holds for every key that is not there */
    static ValuePolicy read(Section values, ValuePolicy fallback) {
        try (values) {
            EmptyString emptyString =
                    values.choice("empty-string", fallback.emptyString(), words(EmptyString.values()));
            String token = values.text("empty-string-token", fallback.token());
            if (emptyString == EmptyString.TOKEN && token.isEmpty()) {
                values.fault("empty-string", "found token, and no token. Give empty-string-token too.");
            } else if (emptyString != EmptyString.TOKEN && values.has("empty-string-token")) {
                values.fault("empty-string-token", "found a token that is not used. Give empty-string: token too.");
            }
            return new ValuePolicy(
                    emptyString,
                    emptyString == EmptyString.TOKEN ? token : "",
                    values.choice("out-of-range", fallback.outOfRange(), words(OutOfRange.values())),
                    values.choice("nan", fallback.notANumber(), words(NotANumber.values())),
                    values.choice("excess-digits", fallback.excessDigits(), words(ExcessDigits.values())),
                    values.choice("too-long", fallback.tooLong(), words(TooLong.values())),
                    values.choice("unmappable", fallback.unmappable(), words(Unmappable.values())),
                    values.choice("negative-zero", fallback.negativeZero(), words(NegativeZero.values())));
        }
    }

    /** {@code set-null} for SET_NULL. */
    private static <T extends Enum<T>> Map<String, T> words(T[] choices) {
        return Arrays.stream(choices)
                .collect(Collectors.toMap(
                        choice -> choice.name().toLowerCase(Locale.ROOT).replace('_', '-'), Function.identity()));
    }
}
