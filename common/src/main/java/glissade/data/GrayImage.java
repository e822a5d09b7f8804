package glissade.data;

import java.util.Arrays;

/**
 * A picture as grey values, 0 black to 1 white, row by row from the top; turned into what a network
 * trained on digits expects by {@link #toDigit}. Immutable.
 */
public final class GrayImage {
    /** Height and width of a digit image. */
    public static final int DIGIT_SIDE = 28;

    /** The longer side of the ink in a digit image, as in MNIST. */
    private static final double INK_SIDE = 20;

    /** Ink is what stands out from the paper by this part of the strongest contrast. */
    private static final float INK_THRESHOLD = 0.2f;

    /** A weaker contrast than this is an empty sheet; one step of 8 bits is 0.004. */
    private static final float LEAST_CONTRAST = 0.05f;

    private final int width;
    private final int height;
    private final float[] values;

    /**
     * Wraps the values without copying.
     *
     * @param values [height, width], each in [0, 1]
     */
    GrayImage(int width, int height, float[] values) {
        if (width < 1 || height < 1 || values.length != width * height) {
            throw new IllegalArgumentException(
                    "values must be [height, width]: values="
                            + values.length
                            + ", width="
                            + width
                            + ", height="
                            + height);
        }
        this.width = width;
        this.height = height;
        this.values = values;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    public float value(int row, int column) {
        return values[row * width + column];
    }

    /**
     * Brings the picture into the form of the training images: light ink on black, 28 × 28. Dark
     * ink on light paper is inverted; the border of the picture tells the paper. A picture that has
     * this size is otherwise left as it is. Any other is cut to its ink, scaled by area averaging
     * until the longer side has 20 pixels, stretched to full contrast, and shifted until the centre
     * of mass is in the middle.
     *
     * @return [28 · 28], each in [0, 1]
     * @throws DataException if there is nothing on the paper
     * @see <a href="http://yann.lecun.com/exdb/mnist/">MNIST, on size and centre of mass</a>
     */
    public float[] toDigit() {
        float paper = borderMedian();
        float darkest = 1;
        float lightest = 0;
        for (float value : values) {
            darkest = Math.min(darkest, value);
            lightest = Math.max(lightest, value);
        }
        boolean darkInk = paper - darkest > lightest - paper;
        float contrast = darkInk ? paper - darkest : lightest - paper;
        if (contrast < LEAST_CONTRAST) {
            throw new DataException(
                    "the picture is empty: all of its pixels have nearly the same grey; expected a"
                            + " digit on a plain background");
        }
        if (width == DIGIT_SIDE && height == DIGIT_SIDE) {
            float[] digit = values.clone();
            for (int i = 0; darkInk && i < digit.length; i++) {
                digit[i] = 1 - digit[i];
            }
            return digit;
        }
        float[] ink = new float[values.length];
        for (int i = 0; i < ink.length; i++) {
            float strength = (darkInk ? paper - values[i] : values[i] - paper) / contrast;
            ink[i] = strength < INK_THRESHOLD ? 0 : strength;
        }
        return centred(ink);
    }

    private float borderMedian() {
        float[] border = new float[2 * width + 2 * height];
        int count = 0;
        for (int column = 0; column < width; column++) {
            border[count++] = value(0, column);
            border[count++] = value(height - 1, column);
        }
        for (int row = 0; row < height; row++) {
            border[count++] = value(row, 0);
            border[count++] = value(row, width - 1);
        }
        Arrays.sort(border);
        return border[count / 2];
    }

    private float[] centred(float[] ink) {
        int left = width;
        int right = -1;
        int top = height;
        int bottom = -1;
        double mass = 0;
        double massX = 0;
        double massY = 0;
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                float strength = ink[row * width + column];
                if (strength > 0) {
                    left = Math.min(left, column);
                    right = Math.max(right, column);
                    top = Math.min(top, row);
                    bottom = row;
                    mass += strength;
                    massX += strength * (column + 0.5);
                    massY += strength * (row + 0.5);
                }
            }
        }
        // Source pixels in one pixel of the digit.
        double step = Math.max(right - left + 1, bottom - top + 1) / INK_SIDE;
        double firstX = massX / mass - step * DIGIT_SIDE / 2;
        double firstY = massY / mass - step * DIGIT_SIDE / 2;
        float[] digit = new float[DIGIT_SIDE * DIGIT_SIDE];
        float strongest = 0;
        for (int row = 0; row < DIGIT_SIDE; row++) {
            for (int column = 0; column < DIGIT_SIDE; column++) {
                float mean = mean(ink, firstX + column * step, firstY + row * step, step);
                digit[row * DIGIT_SIDE + column] = mean;
                strongest = Math.max(strongest, mean);
            }
        }
        for (int i = 0; i < digit.length; i++) {
            digit[i] /= strongest;
        }
        return digit;
    }

    /** Mean of the ink in a square of the picture; pixels that lie in part count in part. */
    private float mean(float[] ink, double fromX, double fromY, double side) {
        double toX = fromX + side;
        double toY = fromY + side;
        double sum = 0;
        int lastRow = (int) Math.min(height, Math.ceil(toY));
        int lastColumn = (int) Math.min(width, Math.ceil(toX));
        for (int row = (int) Math.max(0, fromY); row < lastRow; row++) {
            double rowPart = Math.min(toY, row + 1) - Math.max(fromY, row);
            for (int column = (int) Math.max(0, fromX); column < lastColumn; column++) {
                double part = Math.min(toX, column + 1) - Math.max(fromX, column);
                sum += rowPart * part * ink[row * width + column];
            }
        }
        return (float) (sum / (side * side));
    }
}
