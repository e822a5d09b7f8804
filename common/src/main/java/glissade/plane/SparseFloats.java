package glissade.plane;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The payload of a frame of floats that are mostly zero: how many floats it stands for, as an
 * int32, then those that are not zero, in their order, then the place of each, counted from the
 * first, as 16 bits without sign. Stateless.
 */
public final class SparseFloats {

    private static final int HEAD = Integer.BYTES;

    private SparseFloats() {}

    /** How many of the floats are not zero; -0 and NaN are none. */
    public static int count(float[] source, int offset, int floats) {
        int count = 0;
        for (int i = offset; i < offset + floats; i++) {
            count += Float.floatToRawIntBits(source[i]) == 0 ? 0 : 1;
        }
        return count;
    }

    /** Whether leaving zeros out makes the payload shorter. */
    public static boolean pays(int count, int floats) {
        return payloadLength(count) < floats * Float.BYTES;
    }

    /** Length in bytes of the payload with so many floats that are not zero. */
    public static int payloadLength(int count) {
        return HEAD + count * (Float.BYTES + Short.BYTES);
    }

    /** Writes the payload; the floats that are not zero must be {@code count}. */
    static void write(
            MutableDirectBuffer buffer,
            int index,
            float[] source,
            int offset,
            int floats,
            int count) {
        buffer.putInt(index, floats, LITTLE_ENDIAN);
        int value = index + HEAD;
        int place = value + count * Float.BYTES;
        for (int i = 0; i < floats; i++) {
            int bits = Float.floatToRawIntBits(source[offset + i]);
            if (bits != 0) {
                buffer.putInt(value, bits, LITTLE_ENDIAN);
                buffer.putShort(place, (short) i, LITTLE_ENDIAN);
                value += Float.BYTES;
                place += Short.BYTES;
            }
        }
    }

    /** How many floats a payload stands for, zeros included. */
    static int floats(DirectBuffer buffer, int index) {
        return buffer.getInt(index, LITTLE_ENDIAN);
    }

    /** Whether the payload is one: places ascend and lie within the floats that it stands for. */
    static boolean isWhole(DirectBuffer buffer, int index, int payloadLength) {
        int rest = payloadLength - HEAD;
        if (rest < 0 || rest % (Float.BYTES + Short.BYTES) != 0) {
            return false;
        }
        int floats = floats(buffer, index);
        if (floats < 1 || floats > FrameDescriptor.MAX_FLOATS) {
            return false;
        }
        int count = count(payloadLength);
        int before = -1;
        for (int number = 0; number < count; number++) {
            int place = place(buffer, index, count, number);
            if (place <= before || place >= floats) {
                return false;
            }
            before = place;
        }
        return true;
    }

    /** Writes all floats into {@code target}, zeros included. */
    static void copy(
            DirectBuffer buffer, int index, int payloadLength, float[] target, int targetOffset) {
        int end = targetOffset + floats(buffer, index);
        for (int i = targetOffset; i < end; i++) {
            target[i] = 0f;
        }
        int count = count(payloadLength);
        for (int number = 0; number < count; number++) {
            target[targetOffset + place(buffer, index, count, number)] =
                    value(buffer, index, number);
        }
    }

    /** Adds all floats to {@code target}, none of which is -0: zeros change nothing. */
    static void add(
            DirectBuffer buffer, int index, int payloadLength, float[] target, int targetOffset) {
        int count = count(payloadLength);
        for (int number = 0; number < count; number++) {
            target[targetOffset + place(buffer, index, count, number)] +=
                    value(buffer, index, number);
        }
    }

    private static int count(int payloadLength) {
        return (payloadLength - HEAD) / (Float.BYTES + Short.BYTES);
    }

    private static float value(DirectBuffer buffer, int index, int number) {
        return Float.intBitsToFloat(
                buffer.getInt(index + HEAD + number * Float.BYTES, LITTLE_ENDIAN));
    }

    private static int place(DirectBuffer buffer, int index, int count, int number) {
        int at = index + HEAD + count * Float.BYTES + number * Short.BYTES;
        return Short.toUnsignedInt(buffer.getShort(at, LITTLE_ENDIAN));
    }
}
