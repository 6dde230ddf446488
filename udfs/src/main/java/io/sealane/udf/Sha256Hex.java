package io.sealane.udf;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.flink.table.functions.ScalarFunction;
import org.jspecify.annotations.Nullable;

/** SHA-256 of a text's UTF-8 bytes, in 64 lower-case hexadecimal digits: a stable stand-in for a value that must not travel. */
public final class Sha256Hex extends ScalarFunction {
    private static final long serialVersionUID = 1L;

    /** Null for null. */
    public @Nullable String eval(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("BUG: every Java platform has SHA-256", e);
        }
    }
}
