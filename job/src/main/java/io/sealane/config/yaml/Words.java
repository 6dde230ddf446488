package io.sealane.config.yaml;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How the configuration writes the constants of an enum: {@code full-and-incremental} for FULL_AND_INCREMENTAL. */
public final class Words {
    private Words() {}

    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All constants of an enum by their words. */
    static <T extends Enum<T>> Map<String, T> all(Class<T> type) {
        Map<String, T> words = new LinkedHashMap<>();
        for (T constant : type.getEnumConstants()) {
            words.put(of(constant), constant);
        }
        return words;
    }
}
