package io.sealane.model;

import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What was read of the source's history last: proves at a restart that the source still has that history. A server that
 * was restored from a snapshot or a backup may be on the same timeline and past the same LSN, with other transactions
 * there; its commit at that LSN is not of that microsecond.
 *
 * @param timeline the server's timeline when {@code position} was reached
 * @param position every transaction that commits before it has been read
 * @param commitLsn of the last transaction before {@code position} that changed a migrated table; zero if none has been read
 * @param commitMicros its commit time by the source's clock, microseconds since 1970 UTC
 */
public record Witness(int timeline, Lsn position, Lsn commitLsn, long commitMicros) implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final Pattern TEXT =
            Pattern.compile("timeline=(\\d+) position=(\\S+) commit=(\\S+) micros=(-?\\d+)");

    /** Nothing has been read before {@code position}. */
    public static Witness first(int timeline, Lsn position) {
        return new Witness(timeline, position, Lsn.ZERO, 0);
    }

    /** A transaction that changed a migrated table has been read; {@code position} follows with {@link #at}. */
    public Witness after(Lsn transaction, long micros) {
        return new Witness(timeline, position, transaction, micros);
    }

    public Witness at(Lsn reached) {
        return new Witness(timeline, reached, commitLsn, commitMicros);
    }

    public Witness on(int found) {
        return new Witness(found, position, commitLsn, commitMicros);
    }

    /** One line; what the control tables hold. */
    public String text() {
        return "timeline=" + timeline + " position=" + position + " commit=" + commitLsn + " micros=" + commitMicros;
    }

    /** Reads what {@link #text} wrote. */
    public static Witness parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("Invalid witness: '" + text + "'.");
        }
        return new Witness(
                Integer.parseInt(parts.group(1)),
                Lsn.parse(parts.group(2)),
                Lsn.parse(parts.group(3)),
                Long.parseLong(parts.group(4)));
    }
}
