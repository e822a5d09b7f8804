package glissade.data;

import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Synthetic digits that are drawn when the first image is looked at: who only counts samples or
 * looks at labels, as the coordinator does, does not wait for images.
 */
final class DigitSet implements Dataset {

    /** Draws the images and labels of a set. */
    interface Pen {
        ImageSet draw();
    }

    private static final DataSchema SCHEMA = DataSchema.numbered(DigitGlyphs.CLASSES);

    private final byte[] labels;
    private final Pen pen;
    private volatile @Nullable ImageSet images;

    /**
     * A set that is still to be drawn.
     *
     * @param labels [size], of the images that {@code pen} will draw
     */
    DigitSet(byte[] labels, Pen pen) {
        this.labels = labels;
        this.pen = pen;
    }

    private ImageSet images() {
        ImageSet drawn = images;
        return drawn == null ? draw() : drawn;
    }

    private synchronized ImageSet draw() {
        ImageSet drawn = images;
        if (drawn == null) {
            drawn = pen.draw();
            images = drawn;
        }
        return drawn;
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public int inputs() {
        return DigitCanvas.PIXELS;
    }

    @Override
    public DataSchema schema() {
        return SCHEMA;
    }

    @Override
    public void copyInputs(int index, float[] out, int offset) {
        images().copyInputs(index, out, offset);
    }

    @Override
    public int touch(int index) {
        return images().touch(index);
    }

    @Override
    public int label(int index) {
        return labels[index];
    }

    @Override
    public void copyTargets(int index, float[] out, int offset) {}

    @Override
    public void digest(int index, MessageDigest digest) {
        images().digest(index, digest);
    }
}
