package io.sealane.standin.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LogOnCryptoTest {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    @Test
    void pbkdf2IsThatOfTheStandard() throws Exception {
        // Test vector of PBKDF2-HMAC-SHA512: password, salt, one round.
        byte[] key = LogOnCrypto.pbkdf2(bytes("password"), bytes("salt"), 1, 64);

        assertThat(HexFormat.of().formatHex(key))
                .isEqualTo("867f70cf1ade02cff3752599a3a53dc4af34c7a669815ae5d513554e1c8cf252"
                        + "c02d470a285a0501bad999bfe943c08f050235d7d68b1da55e63f73b60a57fce");
    }

    @Test
    void rightPasswordIsAcceptedAndTheProofIsForItsClient() throws Exception {
        LogOnCrypto server = new LogOnCrypto("pässword");
        Client client = new Client(server, "pässword");

        boolean accepted = server.accepts(client.wrappedKey, client.encryptedPassword, "pässword");

        assertThat(accepted).isTrue();
        byte[] proof = LogOnCrypto.aes(Cipher.DECRYPT_MODE, client.combinedKey, HEX.parseHex(server.serverProof()));
        assertThat(new String(proof, 16, 16, StandardCharsets.US_ASCII)).isEqualTo("SERVER_TO_CLIENT");
    }

    @Test
    void wrongPasswordIsRefused() throws Exception {
        LogOnCrypto server = new LogOnCrypto("secret");
        Client client = new Client(server, "guess");

        assertThat(server.accepts(client.wrappedKey, client.encryptedPassword, "secret"))
                .isFalse();
    }

    @Test
    void nonsenseIsRefused() throws Exception {
        assertThat(new LogOnCrypto("secret").accepts("", "zz", "secret")).isFalse();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The client's half, written anew from the description of the protocol. */
    private static final class Client {
        private final String wrappedKey;
        private final String encryptedPassword;
        private final byte[] combinedKey;

        Client(LogOnCrypto server, String password) throws Exception {
            byte[] salt = HEX.parseHex(server.salt());
            byte[] stretched =
                    LogOnCrypto.pbkdf2(bytes(password), join(salt, bytes("AUTH_PBKDF2_SPEEDY_KEY")), 4096, 64);
            byte[] hash = MessageDigest.getInstance("SHA-512").digest(join(stretched, salt));
            byte[] wrapping = Arrays.copyOf(hash, 32);
            byte[] serverKey = LogOnCrypto.aes(Cipher.DECRYPT_MODE, wrapping, HEX.parseHex(server.wrappedServerKey()));
            byte[] clientKey = new byte[32];
            Arrays.fill(clientKey, (byte) 9);
            wrappedKey = HEX.formatHex(LogOnCrypto.aes(Cipher.ENCRYPT_MODE, wrapping, clientKey));
            String keys = HEX.formatHex(join(clientKey, serverKey));
            combinedKey = LogOnCrypto.pbkdf2(bytes(keys), HEX.parseHex(server.sessionSalt()), 3, 32);
            byte[] plain = join(new byte[16], bytes(password));
            int padding = 16 - plain.length % 16;
            byte[] padded = Arrays.copyOf(plain, plain.length + padding);
            Arrays.fill(padded, plain.length, padded.length, (byte) padding);
            encryptedPassword = HEX.formatHex(LogOnCrypto.aes(Cipher.ENCRYPT_MODE, combinedKey, padded));
        }

        private static byte[] join(byte[] first, byte[] second) {
            byte[] both = Arrays.copyOf(first, first.length + second.length);
            System.arraycopy(second, 0, both, first.length, second.length);
            return both;
        }
    }
}
