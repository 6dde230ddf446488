package io.sealane.source.split;

import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the server says of a row that it holds and cannot send. It will say so each time. */
public final class UnreadableRow {
    /** character_not_in_repertoire. */
    private static final String NOT_IN_ENCODING = "22021";

    /** untranslatable_character. */
    private static final String NOT_IN_UNICODE = "22P05";

    /** program_limit_exceeded: a message that would have more than a gigabyte. */
    private static final String LIMIT_EXCEEDED = "54000";

    /** Of a single value's text the server says it in this way, as an internal error. */
    private static final String TOO_LARGE = "invalid memory alloc request size";

    private UnreadableRow() {}

    /**
     * The fault by name; empty if it is another one.
     *
     * @param doing for the message: {@code copy public.orders from localhost:5432/shop}
     */
    public static Optional<MigrationException> of(String doing, @Nullable Throwable fault) {
        return SourceFault.sql(fault).flatMap(said -> of(doing, said));
    }

    private static Optional<MigrationException> of(String doing, SQLException fault) {
        String state = String.valueOf(fault.getSQLState());
        String cannot = "Cannot " + doing + ": " + SourceFault.named(fault) + ". ";
        return switch (state) {
            case NOT_IN_ENCODING, NOT_IN_UNICODE ->
                Optional.of(new MigrationException(
                        Kind.SOURCE,
                        "SRC-323",
                        cannot
                                + "A text is not what the database's encoding makes of it, or has a character that Unicode"
                                + " lacks, so the server does not send it. Correct the value at the source; if it is in a"
                                + " change that was committed, copy the table again afterwards.",
                        fault));
            case LIMIT_EXCEEDED -> Optional.of(tooLarge(cannot, fault));
            default ->
                SourceFault.said(fault).contains(TOO_LARGE) ? Optional.of(tooLarge(cannot, fault)) : Optional.empty();
        };
    }

    private static MigrationException tooLarge(String cannot, SQLException fault) {
        return new MigrationException(
                Kind.SOURCE,
                "SRC-324",
                cannot
                        + "The server does not send a row that is too large: the text of a row shares 1 GB, in which a bytea"
                        + " takes twice its bytes and, with replica identity FULL, the old row comes too. Make the value"
                        + " smaller, or migrate the table by other means.",
                fault);
    }
}
