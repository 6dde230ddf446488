package io.sealane.config;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Driver properties whose values are secrets: {@code sslpassword}, {@code oracle.net.wallet_password} … */
final class SensitiveProperties {
    private static final Pattern SECRET = Pattern.compile("passw|pwd|secret|token", Pattern.CASE_INSENSITIVE);

    private SensitiveProperties() {}

    static boolean holdsSecret(String name) {
        return SECRET.matcher(name).find();
    }

    /** The properties for messages and logs. */
    static Map<String, String> masked(Map<String, String> properties) {
        Map<String, String> masked = new TreeMap<>(properties);
        masked.replaceAll((name, value) -> holdsSecret(name) ? "***" : value);
        return masked;
    }
}
