package io.sealane.oracle;

import java.io.Serializable;

/**
 * What becomes of the values that a column cannot hold as they are. Where the user chose nothing, they are refused, so
 * that nothing is lost unseen.
 *
 * @param emptyString an empty text or RAW, which Oracle takes for NULL
 * @param token stands for an empty text where {@code emptyString} is TOKEN; empty otherwise
 * @param outOfRange infinities, years and magnitudes that the column's type does not have
 * @param notANumber NaN where the type is NUMBER
 * @param excessDigits digits, of a number or of a second, beyond those that the column keeps
 * @param tooLong a text or RAW longer than the column
 * @param unmappable a character that the column's character set lacks
 * @param negativeZero -0, which Oracle's binary floats turn into 0
 */
public record ValuePolicy(
        EmptyString emptyString,
        String token,
        OutOfRange outOfRange,
        NotANumber notANumber,
        ExcessDigits excessDigits,
        TooLong tooLong,
        Unmappable unmappable,
        NegativeZero negativeZero)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Refuses all of them. */
    public static final ValuePolicy STRICT = new ValuePolicy(
            EmptyString.ERROR,
            "",
            OutOfRange.ERROR,
            NotANumber.ERROR,
            ExcessDigits.ERROR,
            TooLong.ERROR,
            Unmappable.ERROR,
            NegativeZero.ERROR);

    /** For {@link #emptyString}. */
    public enum EmptyString {
        ERROR,
        SET_NULL,
        SPACE,
        TOKEN
    }

    /** For {@link #outOfRange}. */
    public enum OutOfRange {
        ERROR,
        SET_NULL,
        /** The nearest value that the column holds. */
        CLAMP
    }

    /** For {@link #notANumber}. */
    public enum NotANumber {
        ERROR,
        SET_NULL
    }

    /** For {@link #excessDigits}. */
    public enum ExcessDigits {
        ERROR,
        /** Half away from zero, as Oracle rounds. */
        ROUND
    }

    /** For {@link #tooLong}. */
    public enum TooLong {
        ERROR,
        /** Behind the last whole character that fits. */
        TRUNCATE
    }

    /** For {@link #unmappable}. */
    public enum Unmappable {
        ERROR,
        /** A question mark each. */
        REPLACE
    }

    /** For {@link #negativeZero}. */
    public enum NegativeZero {
        ERROR,
        ZERO
    }
}
