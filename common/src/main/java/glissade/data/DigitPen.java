package glissade.data;

import glissade.math.CounterRandom;
import glissade.math.CounterRandom.Purpose;

/** Draws single images of a set of synthetic digits. Confined to one thread, allocates nothing. */
final class DigitPen {

    private final long seed;
    private final Purpose part;
    private final CounterRandom random;
    private final DigitHand hand = new DigitHand();
    private final DigitCanvas canvas = new DigitCanvas();

    /**
     * @param seed of the set
     * @param part training or test digits
     */
    DigitPen(long seed, Purpose part) {
        this.seed = seed;
        this.part = part;
        this.random = new CounterRandom(seed, part, 0, 0);
    }

    /** The digit that an image shows, known without drawing it. */
    int digit(int index) {
        random.key(seed, part, 0, index);
        return random.below(DigitGlyphs.CLASSES, 0);
    }

    /**
     * Draws an image.
     *
     * @param out written in [offset, offset + 784)
     * @return the digit that it shows
     */
    int draw(int index, byte[] out, int offset) {
        int digit = digit(index);
        int style = random.below(DigitGlyphs.styles(digit), 1);
        int next = hand.write(DigitGlyphs.style(digit, style), random, 2);
        canvas.draw(hand.path, hand.segments(), random, next, out, offset);
        return digit;
    }
}
