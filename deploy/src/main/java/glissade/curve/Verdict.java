package glissade.curve;

import java.util.Locale;

/**
 * How a setting did beside others.
 *
 * @param words the figures that it was judged by, without a full stop
 */
public record Verdict(Kind kind, String words) {

    /** What to call it. */
    public enum Kind {
        /** The loss hardly fell, and never rose: the steps are too small. */
        TOO_SMALL,
        /** The loss fell, but is far behind the lowest and still on its way. */
        SLOW,
        /** The lowest loss, or near it. */
        GOOD,
        /** The loss goes up and down: the steps are too large to settle. */
        OSCILLATING,
        /** The loss is no number any more, or far above where it began. */
        DIVERGED,
        /** The loss lies flat far above the lowest. */
        STAGNATING;

        /** The words for it, as in a table. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}
