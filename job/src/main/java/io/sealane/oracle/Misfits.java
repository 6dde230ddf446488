package io.sealane.oracle;

import io.sealane.oracle.ValuePolicy.EmptyString;
import io.sealane.oracle.ValuePolicy.ExcessDigits;
import io.sealane.oracle.ValuePolicy.NegativeZero;
import io.sealane.oracle.ValuePolicy.NotANumber;
import io.sealane.oracle.ValuePolicy.OutOfRange;
import io.sealane.oracle.ValuePolicy.TooLong;
import io.sealane.oracle.ValuePolicy.Unmappable;
import org.jspecify.annotations.Nullable;

/**
 * Asked where a value does not fit: each question refuses the value, with the reason that it was given, unless the user
 * chose something else; then that is counted and answered.
 */
final class Misfits {
    private static final String CHOOSE = "; say in values.%s what becomes of such values (%s)";

    private final ValuePolicy policy;
    private final PolicyUse.Listener listener;

    Misfits(ValuePolicy policy, PolicyUse.Listener listener) {
        this.policy = policy;
        this.listener = listener;
    }

    /** What stands for an empty text; null for NULL. */
    @Nullable
    String empty(String reason) throws UnfitValueException {
        if (policy.emptyString() == EmptyString.ERROR) {
            throw refused(reason, "empty-string", "set-null, space, token");
        }
        listener.used(PolicyUse.EMPTY_STRING);
        return switch (policy.emptyString()) {
            case SPACE -> " ";
            case TOKEN -> policy.token();
            default -> null;
        };
    }

    /** Returns where NULL is to be taken for an empty binary value, for which no text can stand. */
    void emptyBinary(String reason) throws UnfitValueException {
        if (policy.emptyString() != EmptyString.SET_NULL) {
            throw refused(reason, "empty-string", "set-null");
        }
        listener.used(PolicyUse.EMPTY_STRING);
    }

    /** Whether the nearest value is to be taken; else NULL. */
    boolean clampsOutOfRange(String reason) throws UnfitValueException {
        if (policy.outOfRange() == OutOfRange.ERROR) {
            throw refused(reason, "out-of-range", "set-null, clamp");
        }
        listener.used(PolicyUse.OUT_OF_RANGE);
        return policy.outOfRange() == OutOfRange.CLAMP;
    }

    /** Returns where NULL is to be taken. */
    void notANumber() throws UnfitValueException {
        if (policy.notANumber() == NotANumber.ERROR) {
            throw refused("it is NaN, which NUMBER does not have", "nan", "set-null");
        }
        listener.used(PolicyUse.NOT_A_NUMBER);
    }

    /** Returns where the value is to be rounded. */
    void excessDigits(String reason) throws UnfitValueException {
        if (policy.excessDigits() == ExcessDigits.ERROR) {
            throw refused(reason, "excess-digits", "round");
        }
        listener.used(PolicyUse.EXCESS_DIGITS);
    }

    /** Returns where the value is to be cut off. */
    void tooLong(String reason) throws UnfitValueException {
        if (policy.tooLong() == TooLong.ERROR) {
            throw refused(reason, "too-long", "truncate");
        }
        listener.used(PolicyUse.TOO_LONG);
    }

    /** Returns where each such character is to be replaced. */
    void unmappable(String characterSet) throws UnfitValueException {
        if (policy.unmappable() == Unmappable.ERROR) {
            throw refused(
                    "it has a character that the character set " + characterSet + " lacks", "unmappable", "replace");
        }
        listener.used(PolicyUse.UNMAPPABLE);
    }

    /** Returns where 0 is to be taken. */
    void negativeZero() throws UnfitValueException {
        if (policy.negativeZero() == NegativeZero.ERROR) {
            throw refused("it is -0, which Oracle turns into 0", "negative-zero", "zero");
        }
        listener.used(PolicyUse.NEGATIVE_ZERO);
    }

    private static UnfitValueException refused(String reason, String key, String choices) {
        return new UnfitValueException(reason + String.format(CHOOSE, key, choices));
    }
}
