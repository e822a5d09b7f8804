package glissade.data;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * How an array keeps its numbers.
 *
 * @param kind b (truth), i (whole), u (whole, no sign), f (floating)
 * @param size bytes of a number
 */
record NpyType(char kind, int size, ByteOrder order) {

    /** Reads NumPy's name of a type, like {@code <f4}; null for any that is not a number's. */
    static @Nullable NpyType parse(String name) {
        if (!name.matches("[<>|=](b1|[iu][1248]|f[248])")) {
            return null;
        }
        ByteOrder order =
                switch (name.charAt(0)) {
                    case '>' -> ByteOrder.BIG_ENDIAN;
                    case '=' -> ByteOrder.nativeOrder();
                    default -> ByteOrder.LITTLE_ENDIAN;
                };
        return new NpyType(name.charAt(1), name.charAt(2) - '0', order);
    }

    boolean isWhole() {
        return kind != 'f';
    }

    /** A whole number, or a truth as 0 or 1. */
    long whole(MemorySegment bytes, long offset) {
        return switch (size) {
            case 1 -> {
                byte value = bytes.get(ValueLayout.JAVA_BYTE, offset);
                yield kind == 'i' ? value : Byte.toUnsignedLong(value);
            }
            case 2 -> {
                short value = bytes.get(shorts(), offset);
                yield kind == 'i' ? value : Short.toUnsignedLong(value);
            }
            case 4 -> {
                int value = bytes.get(ints(), offset);
                yield kind == 'i' ? value : Integer.toUnsignedLong(value);
            }
            default -> bytes.get(longs(), offset);
        };
    }

    /** Any number as a float: the nearest, or infinite if there is none. */
    float number(MemorySegment bytes, long offset) {
        if (isWhole()) {
            return size == Long.BYTES && kind == 'u'
                    ? unsigned(whole(bytes, offset))
                    : whole(bytes, offset);
        }
        return switch (size) {
            case 2 -> Float.float16ToFloat(bytes.get(shorts(), offset));
            case 4 -> bytes.get(floats(), offset);
            default -> (float) bytes.get(doubles(), offset);
        };
    }

    private static float unsigned(long value) {
        // Halved with its last bit kept in sight, so that the rounding stays right.
        return value >= 0 ? value : 2f * ((value >>> 1) | (value & 1));
    }

    /** Copies consecutive numbers as floats; allocates nothing. */
    void copy(MemorySegment bytes, long offset, int count, float[] out, int outOffset) {
        if (kind == 'f' && size == Float.BYTES) {
            MemorySegment.copy(bytes, floats(), offset, out, outOffset, count);
        } else if (kind == 'f' && size == Double.BYTES) {
            ValueLayout.OfDouble layout = doubles();
            for (int i = 0; i < count; i++) {
                out[outOffset + i] = (float) bytes.get(layout, offset + (long) i * Double.BYTES);
            }
        } else if (size == 1 && kind != 'i') {
            for (int i = 0; i < count; i++) {
                out[outOffset + i] =
                        Byte.toUnsignedInt(bytes.get(ValueLayout.JAVA_BYTE, offset + i));
            }
        } else {
            for (int i = 0; i < count; i++) {
                out[outOffset + i] = number(bytes, offset + (long) i * size);
            }
        }
    }

    private ValueLayout.OfShort shorts() {
        return little() ? LittleEndian.SHORT : BigEndian.SHORT;
    }

    private ValueLayout.OfInt ints() {
        return little() ? LittleEndian.INT : BigEndian.INT;
    }

    private ValueLayout.OfLong longs() {
        return little() ? LittleEndian.LONG : BigEndian.LONG;
    }

    private ValueLayout.OfFloat floats() {
        return little() ? LittleEndian.FLOAT : BigEndian.FLOAT;
    }

    private ValueLayout.OfDouble doubles() {
        return little() ? LittleEndian.DOUBLE : BigEndian.DOUBLE;
    }

    private boolean little() {
        return order == ByteOrder.LITTLE_ENDIAN;
    }

    @Override
    public String toString() {
        String name =
                switch (kind) {
                    case 'b' -> "bool";
                    case 'i' -> "int";
                    case 'u' -> "uint";
                    default -> "float";
                };
        return kind == 'b' ? name : name + size * Byte.SIZE;
    }

    /** Layouts that need no alignment: data begin where the header ends. */
    private static final class LittleEndian {
        static final ValueLayout.OfShort SHORT =
                ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
        static final ValueLayout.OfInt INT =
                ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
        static final ValueLayout.OfLong LONG =
                ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
        static final ValueLayout.OfFloat FLOAT =
                ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
        static final ValueLayout.OfDouble DOUBLE =
                ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    }

    private static final class BigEndian {
        static final ValueLayout.OfShort SHORT =
                ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
        static final ValueLayout.OfInt INT =
                ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
        static final ValueLayout.OfLong LONG =
                ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
        static final ValueLayout.OfFloat FLOAT =
                ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
        static final ValueLayout.OfDouble DOUBLE =
                ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    }
}
