package io.sealane.source.postgres;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whose a publication is, told in its comment: a slot has no place for that, and a name proves nothing.
 *
 * @param control identity of the control tables in which the migration was to be registered
 * @param made when, by the source's clock
 */
public record PublicationMark(String migration, String slot, String control, Instant made) {
    private static final Pattern FORM =
            Pattern.compile("sealane migration=(\\S+) slot=(\\S+) control=(\\S+) made=(\\S+)");

    /** What the comment says; empty if it is not one of ours. */
    public static Optional<PublicationMark> parse(@Nullable String comment) {
        Matcher form = FORM.matcher(comment == null ? "" : comment);
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new PublicationMark(form.group(1), form.group(2), form.group(3), Instant.parse(form.group(4))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    public String text() {
        return "sealane migration=" + migration + " slot=" + slot + " control=" + control + " made=" + made;
    }
}
