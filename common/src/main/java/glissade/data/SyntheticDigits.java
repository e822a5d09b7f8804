package glissade.data;

import glissade.math.CounterRandom.Purpose;

/**
 * Draws handwritten digits, so that training needs no download: 28 × 28 bytes, ten classes. Every
 * image is a function of (seed, part, index) down to the bit on every machine, training and test
 * images are drawn from different streams.
 *
 * <p>The deformations are so wide that a linear model cannot follow them while a small network can.
 * On the default set, 10 epochs of Adam with mini-batches of 64 in an independent numpy program:
 * 784-10 reaches 90.0 to 90.7 % test accuracy, 784-128-10 with ReLU 98.3 to 98.6 %.
 */
public final class SyntheticDigits {
    private SyntheticDigits() {}

    /** Draws training images [0, count). */
    public static ImageSet training(int count, long seed) {
        return draw(count, seed, Purpose.TRAINING_DIGITS);
    }

    /** Draws test images [0, count). */
    public static ImageSet test(int count, long seed) {
        return draw(count, seed, Purpose.TEST_DIGITS);
    }

    /** Training images [0, count), each drawn when it is first looked at. */
    static Dataset trainingOnDemand(int count, long seed) {
        return new DigitSet(count, seed, Purpose.TRAINING_DIGITS);
    }

    /** Test images [0, count), each drawn when it is first looked at. */
    static Dataset testOnDemand(int count, long seed) {
        return new DigitSet(count, seed, Purpose.TEST_DIGITS);
    }

    private static ImageSet draw(int count, long seed, Purpose part) {
        byte[] pixels = new byte[Math.multiplyExact(count, DigitCanvas.PIXELS)];
        byte[] labels = new byte[count];
        Parallel.run(
                count,
                (from, to) -> {
                    DigitPen pen = new DigitPen(seed, part);
                    for (int i = from; i < to; i++) {
                        labels[i] = (byte) pen.draw(i, pixels, i * DigitCanvas.PIXELS);
                    }
                });
        return new ImageSet(
                DigitCanvas.SIDE, DigitCanvas.SIDE, DigitGlyphs.CLASSES, pixels, labels);
    }
}
