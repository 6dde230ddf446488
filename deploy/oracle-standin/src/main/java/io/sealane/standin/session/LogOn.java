package io.sealane.standin.session;

import io.sealane.standin.sql.OracleException;
import io.sealane.standin.sql.Release;
import io.sealane.standin.wire.WireReader;
import io.sealane.standin.wire.WireWriter;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The two log-on calls: a challenge for the user's password, and its answer. */
final class LogOn {
    static final int CHALLENGE = 118;
    static final int ANSWER = 115;

    private static final int PAIRS = 8;
    private static final int INVALID_CREDENTIALS = 1017;

    private final Map<String, String> passwords;
    private final SessionIdentity identity;
    private final Release release;
    private String user = "";
    private String password = "";
    private Map<String, String> client = Map.of();
    private String alterSession = "";
    private @Nullable LogOnCrypto crypto;

    LogOn(Map<String, String> passwords, SessionIdentity identity, Release release) {
        this.passwords = passwords;
        this.identity = identity;
        this.release = release;
    }

    /** The user who logged on; empty until {@link #verify} has succeeded. */
    String user() {
        return user;
    }

    /** What the client says of itself: program and machine; empty texts where it says nothing. */
    String program() {
        return client.getOrDefault("AUTH_PROGRAM_NM", "");
    }

    String machine() {
        return client.getOrDefault("AUTH_MACHINE", "");
    }

    /** The ALTER SESSION that the client wants run first: its time zone and language; empty where it sends none. */
    String alterSession() {
        return alterSession;
    }

    void challenge(WireReader in, WireWriter out) throws IOException, GeneralSecurityException {
        Request request = Request.read(in);
        user = nameOf(request.user());
        client = request.pairs();
        // An unknown user gets the same challenge, so that only a wrong pair can be told, as Oracle does.
        password = passwords.getOrDefault(user, UUID.randomUUID().toString());
        crypto = new LogOnCrypto(password);
        out.u1(PAIRS).integer(5);
        pair(out, "AUTH_SESSKEY", crypto.wrappedServerKey(), 1);
        pair(out, "AUTH_VFR_DATA", crypto.salt(), LogOnCrypto.VERIFIER_TYPE);
        pair(out, "AUTH_PBKDF2_CSK_SALT", crypto.sessionSalt(), 0);
        pair(out, "AUTH_PBKDF2_VGEN_COUNT", Integer.toString(LogOnCrypto.VERIFIER_ROUNDS), 0);
        pair(out, "AUTH_PBKDF2_SDER_COUNT", Integer.toString(LogOnCrypto.SESSION_ROUNDS), 0);
    }

    void verify(WireReader in, WireWriter out) throws IOException, GeneralSecurityException, OracleException {
        Request request = Request.read(in);
        alterSession = request.pairs().getOrDefault("AUTH_ALTER_SESSION", "").replace("\0", "");
        String clientKey = request.pairs().getOrDefault("AUTH_SESSKEY", "");
        String encrypted = request.pairs().getOrDefault("AUTH_PASSWORD", "");
        if (crypto == null || !passwords.containsKey(user) || !crypto.accepts(clientKey, encrypted, password)) {
            throw new OracleException(INVALID_CREDENTIALS, "invalid username/password; logon denied");
        }
        Map<String, String> answer = sessionParameters();
        answer.put("AUTH_SVR_RESPONSE", crypto.serverProof());
        out.u1(PAIRS).integer(answer.size());
        for (Map.Entry<String, String> entry : answer.entrySet()) {
            pair(out, entry.getKey(), entry.getValue(), 0);
        }
    }

    private Map<String, String> sessionParameters() {
        Map<String, String> pairs = new LinkedHashMap<>();
        pairs.put("AUTH_VERSION_STRING", "- Production");
        pairs.put("AUTH_VERSION_SQL", "25");
        pairs.put("AUTH_XACTION_TRAITS", "3");
        pairs.put("AUTH_VERSION_NO", Integer.toString(release.number()));
        pairs.put("AUTH_VERSION_STATUS", "0");
        pairs.put("AUTH_SESSION_ID", Integer.toString(identity.sessionId()));
        pairs.put("AUTH_SERIAL_NUM", Integer.toString(identity.serial()));
        pairs.put("AUTH_INSTANCE_NO", "1");
        pairs.put("AUTH_DBNAME", identity.service());
        pairs.put("AUTH_SC_DB_DOMAIN", "");
        pairs.put("AUTH_SC_SERVICE_NAME", identity.service());
        pairs.put("AUTH_SC_INSTANCE_NAME", identity.service());
        pairs.put("AUTH_NLS_LXLAN", "AMERICAN");
        pairs.put("AUTH_NLS_LXCTERRITORY", "AMERICA");
        pairs.put("AUTH_NLS_LXCCURRENCY", "$");
        pairs.put("AUTH_NLS_LXCISOCURR", "AMERICA");
        pairs.put("AUTH_NLS_LXCNUMERICS", ".,");
        pairs.put("AUTH_NLS_LXCDATEFM", "DD-MON-RR");
        pairs.put("AUTH_NLS_LXCDATELANG", "AMERICAN");
        pairs.put("AUTH_NLS_LXCSORT", "BINARY");
        pairs.put("AUTH_NLS_LXCCALENDAR", "GREGORIAN");
        pairs.put("AUTH_NLS_LXCUNIONCUR", "$");
        pairs.put("AUTH_NLS_LXCTIMEFM", "HH.MI.SSXFF AM");
        pairs.put("AUTH_NLS_LXCSTMPFM", "DD-MON-RR HH.MI.SSXFF AM");
        pairs.put("AUTH_NLS_LXCTTZNFM", "HH.MI.SSXFF AM TZR");
        pairs.put("AUTH_NLS_LXCSTZNFM", "DD-MON-RR HH.MI.SSXFF AM TZR");
        return pairs;
    }

    /** An unquoted name is upper case, as everywhere in Oracle. */
    private static String nameOf(String typed) {
        boolean quoted = typed.length() > 2 && typed.startsWith("\"") && typed.endsWith("\"");
        return quoted ? typed.substring(1, typed.length() - 1) : typed.toUpperCase(Locale.ROOT);
    }

    private static void pair(WireWriter out, String key, String value, int flags) {
        out.sizedText(key).sizedText(value).integer(flags);
    }

    /** Body of both calls. */
    private record Request(String user, Map<String, String> pairs) {
        static Request read(WireReader in) throws IOException {
            in.u1();
            int userLength = in.int4();
            in.integer();
            in.u1();
            int count = in.int4();
            in.skip(2);
            String user = in.text(userLength);
            Map<String, String> pairs = new HashMap<>();
            for (int i = 0; i < count; i++) {
                String key = in.sizedText();
                pairs.put(key, in.sizedText());
                in.integer();
            }
            return new Request(user, pairs);
        }
    }
}
