package glissade.math;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Unsigned bytes as floats from 0 to 1: {@code x / 255f}, rounded once. Vectors multiply by a
 * reciprocal and correct the product by its remainder, which gives the same bits as the division
 * for all 256 values.
 */
public final class UnitBytes {

    static final float WHITE = 255f;

    private static final boolean VECTORS = VectorWidth.bits() != VectorWidth.SCALAR;
    private static final float[] FLOATS = floats();

    private static final int COPY_LENGTH = 2_048;

    /**
     * Bytes of a mapped file on their way. Where a part of the file is gone, copying throws an
     * error that can be told in words, but a vector's load would end the JVM.
     */
    private static final ThreadLocal<MemorySegment> COPY =
            ThreadLocal.withInitial(() -> MemorySegment.ofArray(new byte[COPY_LENGTH]));

    private UnitBytes() {}

    private static float[] floats() {
        float[] floats = new float[256];
        for (int value = 0; value < floats.length; value++) {
            floats[value] = value / WHITE;
        }
        return floats;
    }

    /**
     * Converts {@code length} bytes.
     *
     * @param bytes where they lie, in memory or in a mapped file
     * @param from offset of the first
     * @param out receives the floats from {@code offset} on
     * @throws IndexOutOfBoundsException if the bytes or the floats do not lie inside
     */
    public static void toFloats(
            MemorySegment bytes, long from, int length, float[] out, int offset) {
        int done = VECTORS ? inVectors(bytes, from, length, out, offset) : 0;
        for (int i = done; i < length; i++) {
            out[offset + i] = of(bytes.get(ValueLayout.JAVA_BYTE, from + i));
        }
    }

    private static int inVectors(
            MemorySegment bytes, long from, int length, float[] out, int offset) {
        if (!bytes.isNative()) {
            return VectorUnitBytes.toFloats(bytes, from, length, out, offset);
        }
        MemorySegment copy = COPY.get();
        int done = 0;
        while (length - done >= VectorUnitBytes.LEAST) {
            int count = Math.min(COPY_LENGTH, length - done);
            MemorySegment.copy(bytes, from + done, copy, 0, count);
            done += VectorUnitBytes.toFloats(copy, 0, count, out, offset + done);
        }
        return done;
    }

    /** The float of one byte. */
    static float of(byte value) {
        return FLOATS[Byte.toUnsignedInt(value)];
    }
}
