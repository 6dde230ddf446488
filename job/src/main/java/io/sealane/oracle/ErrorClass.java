package io.sealane.oracle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a fault of the target asks for. Decided by Oracle's error number and the chain of causes alone: the driver's
 * exception classes and SQL states put "no quota on tablespace" among the syntax errors and a refused connection among
 * the plain ones.
 */
public enum ErrorClass {
    /** The session is gone or cannot be had: reconnect, find out what the last commit did, go on. */
    CONNECTION(
            true,
            "28 31 45 603 1012 1014 1033-1035 1041 1089 1090 1092 1094 1219 1507 2396 2399 3106 3111 3113 3114 3134-3138"
                    + " 3142-3145 3149 12100-12299 12500-12599 12606-12609 16000 16403 16456 17002 17008 17089 17401 17410"
                    + " 17447 17800 17820-17849 17861-17864 17868 17900-17949 18714 18730 25401-25409 25425 26301 29276"
                    + " 30676"),
    /** The session is good and the transaction is not: roll back and begin it again. */
    TRANSIENT(true, "18 20 51 54 60 1000 1013 1555 2049 2391 4020 4021 4030 4031 4061 4065 4068 8177 30006"),
    /** Space, quota, archiver: somebody has to act, nothing is lost meanwhile; roll back and begin again, slowly. */
    RESOURCE(
            true,
            "257 1536 1628 1631 1632 1652-1655 1658 1659 1683 1688 1691 1692 1950 12805 16014 19809 19815 27102 30036"
                    + " 65114"),
    /** A row that a constraint or a type does not admit. */
    DATA(
            false,
            "1400 1401 1407 1426 1438 1455 1461 1722 1830 1839-1843 1847 1850-1853 1858 1861 1867-1873 1878 1882"
                    + " 2290-2293 6502 12899 14300 14400-14402 17026 17059 17072 17157 17268 22835 22858 24816 26093 30926"
                    + " 31011 32795 38104 40441 40587 54013 54017"),
    /** The key is there already. */
    CONFLICT(false, "1"),
    /** Credentials, privileges, certificates. Never tried again: a repeated log-on locks the account. */
    SECURITY(false, "1005 1017 1031 1045 1435 12630-12699 17079 17954 17957 17965 28000 28001 28009 28040 29024"),
    /** A table, column, index or trigger is not what it was when the migration was planned. */
    SCHEMA(false, "438 439 904 913 932 942 947 955 1410 1430 1442 1451 1502 2443 4043 4091 4098 6550 8103 20000-20999"),
    /** Anything else. */
    FATAL(false, "");

    private final boolean retried;
    private final List<int[]> codes;

    ErrorClass(boolean retried, String codes) {
        this.retried = retried;
        this.codes = ranges(codes);
    }

    /** Whether doing the same again may succeed. */
    public boolean isRetried() {
        return retried;
    }

    /**
     * The class of a fault.
     *
     * @param code Oracle's error number as the driver gives it, 0 if there is none
     * @param thrown what the driver threw
     */
    public static ErrorClass of(int code, Throwable thrown) {
        for (ErrorClass candidate : values()) {
            if (candidate.contains(code)) {
                return candidate;
            }
        }
        if (hasNetworkCause(thrown)) {
            return CONNECTION;
        }
        // The driver refuses what it cannot convert with neither a number nor a state.
        return code == 0 ? DATA : FATAL;
    }

    private boolean contains(int code) {
        for (int[] range : codes) {
            if (code >= range[0] && code <= range[1]) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasNetworkCause(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (cause instanceof IOException || cause.getClass().getName().equals("oracle.net.ns.NetException")) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static List<int[]> ranges(String codes) {
        List<int[]> ranges = new ArrayList<>();
        for (String code : codes.split(" ")) {
            if (!code.isEmpty()) {
                String[] ends = code.split("-");
                ranges.add(new int[] {Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1])});
            }
        }
        return ranges;
    }
}
