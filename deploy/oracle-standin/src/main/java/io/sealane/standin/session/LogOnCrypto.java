package io.sealane.standin.session;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The server's half of the 12C password verifier (type 18453). Format: node-oracledb thin,
 * lib/thin/protocol/encryptDecrypt.js. One instance serves one log-on and is used by one thread.
 *
 * <pre>
 *   pk    = PBKDF2-HMAC-SHA512(password, salt + "AUTH_PBKDF2_SPEEDY_KEY", 4096, 64 bytes)
 *   h     = SHA-512(pk + salt)[0..32]                        wraps both session keys
 *   combo = PBKDF2-HMAC-SHA512(hex(client key + server key), csk salt, 3, 32 bytes)
 * </pre>
 */
final class LogOnCrypto {
    static final int VERIFIER_TYPE = 18453;
    static final int VERIFIER_ROUNDS = 4096;
    static final int SESSION_ROUNDS = 3;

    private static final byte[] SPEEDY_KEY = "AUTH_PBKDF2_SPEEDY_KEY".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] GREETING = "SERVER_TO_CLIENT".getBytes(StandardCharsets.US_ASCII);
    private static final int SALT_BYTES = 16;
    private static final int KEY_BYTES = 32;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] salt = random(SALT_BYTES);
    private final byte[] sessionSalt = random(SALT_BYTES);
    private final byte[] serverKey = random(KEY_BYTES);
    private final byte[] wrappingKey;
    private byte[] combinedKey = new byte[0];

    LogOnCrypto(String password) throws GeneralSecurityException {
        byte[] passwordKey =
                pbkdf2(password.getBytes(StandardCharsets.UTF_8), concat(salt, SPEEDY_KEY), VERIFIER_ROUNDS, 64);
        MessageDigest digest = MessageDigest.getInstance("SHA-512");
        digest.update(passwordKey);
        digest.update(salt);
        wrappingKey = Arrays.copyOf(digest.digest(), KEY_BYTES);
    }

    String salt() {
        return HEX.formatHex(salt);
    }

    String sessionSalt() {
        return HEX.formatHex(sessionSalt);
    }

    String wrappedServerKey() throws GeneralSecurityException {
        return HEX.formatHex(aes(Cipher.ENCRYPT_MODE, wrappingKey, serverKey));
    }

    /** Says whether the client, which sent its own session key, knows the password. */
    boolean accepts(String wrappedClientKey, String encryptedPassword, String password) {
        try {
            byte[] clientKey =
                    Arrays.copyOf(aes(Cipher.DECRYPT_MODE, wrappingKey, HEX.parseHex(wrappedClientKey)), KEY_BYTES);
            String keys = HEX.formatHex(concat(clientKey, serverKey));
            combinedKey = pbkdf2(keys.getBytes(StandardCharsets.US_ASCII), sessionSalt, SESSION_ROUNDS, KEY_BYTES);
            byte[] padded = aes(Cipher.DECRYPT_MODE, combinedKey, HEX.parseHex(encryptedPassword));
            byte[] expected = password.getBytes(StandardCharsets.UTF_8);
            int end = padded.length - padded[padded.length - 1];
            return end >= SALT_BYTES
                    && end <= padded.length
                    && MessageDigest.isEqual(expected, Arrays.copyOfRange(padded, SALT_BYTES, end));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /** Proves to the client that the server too knows the combined key. Only after {@link #accepts}. */
    String serverProof() throws GeneralSecurityException {
        byte[] padding = new byte[SALT_BYTES];
        Arrays.fill(padding, (byte) SALT_BYTES);
        byte[] proof = concat(concat(random(SALT_BYTES), GREETING), padding);
        return HEX.formatHex(aes(Cipher.ENCRYPT_MODE, combinedKey, proof));
    }

    static byte[] aes(int mode, byte[] key, byte[] data) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
        return cipher.doFinal(data);
    }

    /** PBKDF2-HMAC-SHA512 as in RFC 8018, section 5.2, for results of at most one block (64 bytes). */
    static byte[] pbkdf2(byte[] password, byte[] salt, int rounds, int bytes) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA512");
        mac.init(new SecretKeySpec(password, "HmacSHA512"));
        byte[] link = mac.doFinal(concat(salt, new byte[] {0, 0, 0, 1}));
        byte[] result = link.clone();
        for (int round = 1; round < rounds; round++) {
            link = mac.doFinal(link);
            for (int i = 0; i < result.length; i++) {
                result[i] ^= link[i];
            }
        }
        return Arrays.copyOf(result, bytes);
    }

    private static byte[] random(int bytes) {
        byte[] result = new byte[bytes];
        RANDOM.nextBytes(result);
        return result;
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] result = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, result, first.length, second.length);
        return result;
    }
}
