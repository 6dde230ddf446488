package io.sealane.standin.sql;

/**
 * The release of Oracle Database that the stand-in says it is, and what comes with it.
 *
 * @param major 19 or 23
 */
public record Release(int major) {
    public static final Release NINETEEN = new Release(19);
    private static final int TWENTY_THREE = 23;

    public Release {
        if (major != 19 && major != TWENTY_THREE) {
            throw new IllegalArgumentException(
                    "Cannot stand in for Oracle " + major + ": only 19 and 23 are known. Ask for one of them.");
        }
    }

    /**
     * Whether tables may have columns of the types BOOLEAN and JSON. SQL Language Reference 23ai, "BOOLEAN Data Type";
     * JSON came with release 21, "JSON Data Type". Older ones answer ORA-00902.
     */
    boolean hasBooleanAndJson() {
        return major >= TWENTY_THREE;
    }

    /** As the log-on and the version call tell it: one byte each for release and update, then smaller ones. */
    public int number() {
        return major == TWENTY_THREE ? 0x17040000 : 0x13030000;
    }

    String version() {
        return major + ".0.0.0.0";
    }

    String fullVersion() {
        return major == TWENTY_THREE ? "23.4.0.24.05" : "19.3.0.0.0";
    }

    /** The product's name, which says that it is none. */
    String product() {
        return "Oracle Database " + (major == TWENTY_THREE ? "23ai" : "19c") + " stand-in (Sealane, on H2)";
    }

    public String banner() {
        return product().replace("on H2)", "on H2; not an Oracle database)");
    }
}
