package io.sealane.standin.session;

import io.sealane.standin.sql.BindUse;
import io.sealane.standin.sql.BindUse.Kind;
import io.sealane.standin.sql.DeclaredType;
import io.sealane.standin.sql.OracleException;
import io.sealane.standin.sql.OracleType;
import io.sealane.standin.value.WireType;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Oracle says of a bound value by the column that it meets, where H2 would say something else. */
final class BindRules {
    private static final int LONG_BIND_REFUSED = 1461;
    private static final int INVALID_HEX = 1465;
    private static final int LARGEST_SHORT_VALUE = 4000;

    private static final Set<OracleType> LONG_TAKERS =
            EnumSet.of(OracleType.CLOB, OracleType.NCLOB, OracleType.BLOB, OracleType.JSON);

    private BindRules() {}

    /** The value to hand to H2 in place of the given one. */
    static @Nullable Object apply(BindDescription bind, BindUse use, @Nullable Object value) throws OracleException {
        DeclaredType type = use.type();
        if (value == null || value instanceof BindDecoder.Refused) {
            return value;
        }
        if (use.kind() == Kind.ARGUMENT && WireType.isLong(bind.type())) {
            throw longRefused();
        }
        if (type == null) {
            return value;
        }
        if (use.kind() == Kind.STORED) {
            return stored(bind, type.type(), value);
        }
        boolean unpadded = isBlankPadded(type) && bind.type() == WireType.VARCHAR2 && value instanceof String;
        return use.kind() == Kind.COMPARED && unpadded ? compared((String) value, type) : value;
    }

    /**
     * Belief, from reports about ojdbc: a value of more than 4,000 bytes is a LONG to the server, and only LONG, CLOB,
     * NCLOB and BLOB columns take one. Whether JSON columns do is not known; here they do.
     */
    private static Object stored(BindDescription bind, OracleType column, Object value) throws OracleException {
        boolean takesLong = LONG_TAKERS.contains(column);
        if (!takesLong && (WireType.isLong(bind.type()) || isLarge(value))) {
            throw longRefused();
        }
        if (column == OracleType.RAW && value instanceof String) {
            return hex((String) value);
        }
        boolean text = column == OracleType.VARCHAR2 || column == OracleType.CHAR || column.isNational() && !takesLong;
        return text && value instanceof byte[] ? HexFormat.of().withUpperCase().formatHex((byte[]) value) : value;
    }

    static OracleException longRefused() {
        return new OracleException(LONG_BIND_REFUSED, "can bind a LONG value only for insert into a LONG column");
    }

    static boolean isLarge(@Nullable Object value) {
        if (value instanceof String) {
            String text = (String) value;
            return text.length() > LARGEST_SHORT_VALUE
                    || text.length() > LARGEST_SHORT_VALUE / 3
                            && text.getBytes(StandardCharsets.UTF_8).length > LARGEST_SHORT_VALUE;
        }
        return value instanceof byte[] && ((byte[]) value).length > LARGEST_SHORT_VALUE;
    }

    /** A text becomes RAW as HEXTORAW would make it, and RAW a text as RAWTOHEX. SQL Language Reference, "Implicit Data Conversion". */
    private static byte[] hex(String text) throws OracleException {
        try {
            return HexFormat.of().parseHex(text.length() % 2 == 0 ? text : "0" + text);
        } catch (IllegalArgumentException e) {
            throw new OracleException(INVALID_HEX, "invalid hex number", e);
        }
    }

    private static boolean isBlankPadded(DeclaredType type) {
        return type.type() == OracleType.CHAR || type.type() == OracleType.NCHAR;
    }

    /**
     * A VARCHAR2 bind meets a CHAR column without blank padding, so that only the padded value finds it. SQL Language
     * Reference, "Blank-Padded and Nonpadded Comparison Semantics". H2 always pads: a value that Oracle would not find
     * gets a character that none has.
     */
    private static String compared(String value, DeclaredType type) {
        boolean byBytes = type.type() == OracleType.CHAR && !type.inCharacters();
        int length = byBytes
                ? value.getBytes(StandardCharsets.UTF_8).length
                : type.type() == OracleType.NCHAR ? value.length() : value.codePointCount(0, value.length());
        return length == type.length() ? value : value + '\0';
    }
}
