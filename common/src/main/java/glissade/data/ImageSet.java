package glissade.data;

import java.security.MessageDigest;

/**
 * Grey images of one size, one byte a pixel, row by row from the top, 0 the background. A pixel
 * becomes the float {@code x / 255f}.
 */
public final class ImageSet implements Dataset {
    private static final float WHITE = 255f;

    private final int rows;
    private final int columns;
    private final DataSchema schema;
    private final byte[] pixels;
    private final byte[] labels;

    /**
     * Wraps the arrays without copying; the caller hands them over.
     *
     * @param pixels [size, rows, columns]
     * @param labels [size], unsigned, each below {@code classes}
     * @throws IllegalArgumentException if the lengths do not fit or a label is out of range
     */
    public ImageSet(int rows, int columns, int classes, byte[] pixels, byte[] labels) {
        if (rows < 1
                || columns < 1
                || labels.length < 1
                || (long) rows * columns * labels.length != pixels.length) {
            throw new IllegalArgumentException(
                    "pixels must be [size, rows, columns]: pixels="
                            + pixels.length
                            + ", size="
                            + labels.length
                            + ", rows="
                            + rows
                            + ", columns="
                            + columns);
        }
        for (byte label : labels) {
            if (Byte.toUnsignedInt(label) >= classes) {
                throw new IllegalArgumentException(
                        "labels must be below classes: label="
                                + Byte.toUnsignedInt(label)
                                + ", classes="
                                + classes);
            }
        }
        this.rows = rows;
        this.columns = columns;
        this.schema = DataSchema.numbered(classes);
        this.pixels = pixels;
        this.labels = labels;
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public int inputs() {
        return rows * columns;
    }

    @Override
    public DataSchema schema() {
        return schema;
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    /** One pixel, 0..255. */
    public int pixel(int index, int row, int column) {
        return Byte.toUnsignedInt(pixels[(index * rows + row) * columns + column]);
    }

    @Override
    public void copyInputs(int index, float[] out, int offset) {
        int length = rows * columns;
        int start = index * length;
        for (int i = 0; i < length; i++) {
            out[offset + i] = Byte.toUnsignedInt(pixels[start + i]) / WHITE;
        }
    }

    @Override
    public int label(int index) {
        return Byte.toUnsignedInt(labels[index]);
    }

    @Override
    public void copyTargets(int index, float[] out, int offset) {}

    @Override
    public void digest(int index, MessageDigest digest) {
        digest.update(labels[index]);
        digest.update(pixels, index * inputs(), inputs());
    }
}
