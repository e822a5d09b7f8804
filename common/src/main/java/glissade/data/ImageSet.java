package glissade.data;

import glissade.math.UnitBytes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.MessageDigest;

/**
 * Grey images of one size, one byte a pixel, row by row from the top, 0 the background, in memory
 * or in a mapped file. A pixel becomes the float {@code x / 255f}.
 */
public final class ImageSet implements Dataset {
    private final int size;
    private final int rows;
    private final int columns;
    private final DataSchema schema;
    private final MappedFile pixels;
    private final long firstPixel;
    private final MappedFile labels;
    private final long firstLabel;

    /**
     * Wraps the arrays without copying; the caller hands them over.
     *
     * @param pixels [size, rows, columns]
     * @param labels [size], unsigned, each below {@code classes}
     * @throws IllegalArgumentException if the lengths do not fit or a label is out of range
     */
    public ImageSet(int rows, int columns, int classes, byte[] pixels, byte[] labels) {
        this(rows, columns, classes, MappedFile.of(pixels), 0, MappedFile.of(labels), 0);
    }

    /**
     * Wraps bytes that may be in files.
     *
     * @param firstPixel offset of the pixels [size, rows, columns], which reach to the end
     * @param firstLabel offset of the labels [size], which reach to the end
     * @throws IllegalArgumentException if the lengths do not fit or a label is out of range
     */
    ImageSet(
            int rows,
            int columns,
            int classes,
            MappedFile pixels,
            long firstPixel,
            MappedFile labels,
            long firstLabel) {
        long count = labels.size() - firstLabel;
        if (rows < 1
                || columns < 1
                || count < 1
                || count > Integer.MAX_VALUE
                || (long) rows * columns * count != pixels.size() - firstPixel) {
            throw new IllegalArgumentException(
                    "pixels must be [size, rows, columns]: pixels="
                            + (pixels.size() - firstPixel)
                            + ", size="
                            + count
                            + ", rows="
                            + rows
                            + ", columns="
                            + columns);
        }
        this.size = (int) count;
        this.rows = rows;
        this.columns = columns;
        this.schema = DataSchema.numbered(classes);
        this.pixels = pixels;
        this.firstPixel = firstPixel;
        this.labels = labels;
        this.firstLabel = firstLabel;
        for (int i = 0; i < size; i++) {
            if (label(i) >= classes) {
                throw new IllegalArgumentException(
                        "labels must be below classes: label=" + label(i) + ", classes=" + classes);
            }
        }
    }

    @Override
    public int size() {
        return size;
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
        return Byte.toUnsignedInt(
                pixels.bytes()
                        .get(ValueLayout.JAVA_BYTE, start(index) + (long) row * columns + column));
    }

    private long start(int index) {
        return firstPixel + (long) index * inputs();
    }

    @Override
    public void copyInputs(int index, float[] out, int offset) {
        try {
            UnitBytes.toFloats(pixels.bytes(), start(index), inputs(), out, offset);
        } catch (InternalError e) {
            throw pixels.gone(e);
        }
    }

    /**
     * Not in a mapped file: where it was cut off, a plain read fails too late to be caught here.
     */
    @Override
    public int touch(int index) {
        MemorySegment bytes = pixels.bytes();
        if (bytes.isNative()) {
            return 0;
        }
        return CacheLines.touch(bytes, start(index), inputs());
    }

    @Override
    public int label(int index) {
        try {
            return Byte.toUnsignedInt(
                    labels.bytes().get(ValueLayout.JAVA_BYTE, firstLabel + index));
        } catch (InternalError e) {
            throw labels.gone(e);
        }
    }

    @Override
    public void copyTargets(int index, float[] out, int offset) {}

    @Override
    public void digest(int index, MessageDigest digest) {
        labels.digest(firstLabel + index, 1, digest);
        pixels.digest(start(index), inputs(), digest);
    }
}
