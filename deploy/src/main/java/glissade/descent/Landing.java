package glissade.descent;

import glissade.descent.Surface.Minimum;
import org.jspecify.annotations.Nullable;

/**
 * What became of a ball.
 *
 * @param kind how it ended
 * @param minimum that it rests in, with a name where the surface knows one; null for any other end
 * @param words the same in words
 * @param gradientNorm norm of the gradient where it is now
 */
public record Landing(Kind kind, @Nullable Minimum minimum, String words, double gradientNorm) {

    /** Ways to end. */
    public enum Kind {
        /** It rests in a minimum. */
        MINIMUM("a minimum"),
        /** It rests where the surface is flat but not lowest. */
        SADDLE("no minimum: a saddle or a plain"),
        /** It is still on its way, and gets on. */
        MOVING("no minimum: still moving"),
        /** It is still on its way, so slowly that the rate is too small for so few steps. */
        CREEPING("no minimum: still moving, slowly"),
        /** It jumps to and fro across a valley: the rate is too large. */
        OSCILLATING("no minimum: jumps to and fro"),
        /** It has left the surface: the rate is far too large. */
        DIVERGED("no minimum: diverged");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /** An end in no minimum. */
    static Landing of(Kind kind, double gradientNorm) {
        return new Landing(kind, null, kind.words, gradientNorm);
    }

    Landing withMore(String more) {
        return new Landing(kind, minimum, words + more, gradientNorm);
    }

    /** The end in words that it has in common with other balls. */
    public String summary() {
        return minimum != null ? words : kind.words;
    }
}
