package glissade.descent;

/**
 * What became of a ball.
 *
 * @param kind how it ended
 * @param words the same in words, with what to try where it did not go well
 * @param gradientNorm norm of the gradient where it is now
 */
public record Landing(Kind kind, String words, double gradientNorm) {

    /** Ways to end. */
    public enum Kind {
        /** It rests in a minimum. */
        MINIMUM,
        /** It rests where the surface is flat but not lowest. */
        SADDLE,
        /** It is still on its way down: the rate is small for so few steps. */
        ON_ITS_WAY,
        /** It jumps to and fro across a valley: the rate is too large. */
        OSCILLATES,
        /** It has left the surface: the rate is far too large. */
        DIVERGED
    }
}
