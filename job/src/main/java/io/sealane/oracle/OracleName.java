package io.sealane.oracle;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;

/**
 * An Oracle identifier by its exact name. Everything we send is quoted, so reserved words and lower case are no special
 * cases.
 *
 * <p>At most 128 bytes of UTF-8 (Oracle 12.2 with COMPATIBLE 12.2 and newer; Database SQL Language Reference, "Database
 * Object Naming Rules"); neither a double quote nor NUL.
 */
public record OracleName(String value) implements Serializable, Comparable<OracleName> {
    private static final long serialVersionUID = 1L;
    private static final int MAX_BYTES = 128;

    public OracleName {
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > MAX_BYTES || value.indexOf('"') >= 0 || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "Invalid Oracle name: '" + value + "' (" + bytes + " bytes). A name has 1 to " + MAX_BYTES
                            + " bytes and no double quote; rename it in the mapping.");
        }
    }

    public String quoted() {
        return '"' + value + '"';
    }

    @Override
    public int compareTo(OracleName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
