package io.sealane.standin.sql;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An error as Oracle would report it. */
public final class OracleException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;

    public OracleException(int code, String text) {
        this(code, text, null);
    }

    public OracleException(int code, String text, @Nullable Throwable cause) {
        super(String.format(Locale.ROOT, "ORA-%05d: %s", code, text), cause);
        this.code = code;
    }

    /** For what the stand-in does not know: the driver keeps the connection, unlike after ORA-00600. */
    public static OracleException unimplemented(String what) {
        return new OracleException(3001, "unimplemented feature: " + what);
    }

    public int code() {
        return code;
    }
}
