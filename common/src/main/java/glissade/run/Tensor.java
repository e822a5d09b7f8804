package glissade.run;

import java.util.List;

/**
 * A named array of floats in row-major order. The values are a view of an array that is not copied,
 * read-only by convention.
 */
public final class Tensor {

    private final String name;
    private final List<Integer> shape;
    private final float[] values;
    private final int offset;
    private final int length;

    /** A view of {@code values} from {@code offset} on, as many as the shape holds. */
    public Tensor(String name, List<Integer> shape, float[] values, int offset) {
        this.name = name;
        this.shape = List.copyOf(shape);
        this.values = values;
        this.offset = offset;
        int count = 1;
        for (int size : shape) {
            count = Math.multiplyExact(count, size);
        }
        this.length = count;
        if (offset < 0 || count < 0 || offset > values.length - count) {
            throw new IllegalArgumentException(
                    "tensor does not lie within its array: name="
                            + name
                            + ", shape="
                            + shape
                            + ", offset="
                            + offset
                            + ", array="
                            + values.length);
        }
    }

    public String name() {
        return name;
    }

    public List<Integer> shape() {
        return shape;
    }

    public int length() {
        return length;
    }

    /** Copies all values to {@code out} from {@code outOffset} on. */
    public void copyTo(float[] out, int outOffset) {
        System.arraycopy(values, offset, out, outOffset, length);
    }

    float value(int index) {
        return values[offset + index];
    }

    float[] array() {
        return values;
    }

    int arrayOffset() {
        return offset;
    }
}
