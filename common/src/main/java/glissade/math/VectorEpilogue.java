package glissade.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * What is done to a product beside multiplying: a bias is added and a function applied on the way
 * forward, on the way back the slope of the function below is multiplied. Products whose tiles are
 * visited once {@link #finish} each while it lies in the first-level cache, so that the result
 * passes through memory once; in the register tile itself the choice would stand between sums and
 * their stores, which C2 does not take well.
 *
 * <p>Results have at least a vector of columns. The second vector of a row may share columns with
 * the first: both are loaded before either is stored. Not thread-safe: holds what the product in
 * progress ends with.
 */
final class VectorEpilogue {
    private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
    private static final int LANES = VectorTiles.LANES;
    private static final int WIDTH = VectorTiles.WIDTH;

    /** Rows that functions on arrays are given at once; a tile that is finished has at most ten. */
    private static final int MOST_ROWS = 10;

    private enum Way {
        NONE,
        FORWARD,
        BACKWARD
    }

    private final VectorMath math;
    private final float[] tile = new float[MOST_ROWS * WIDTH];

    private Way way = Way.NONE;
    private Elementwise function = Elementwise.IDENTITY;
    private int columns;
    private float[] out = tile;
    private int outOffset;

    /** The bias on the way forward, activations on the way back. */
    private float[] operand = tile;

    private int operandOffset;

    VectorEpilogue(VectorMath math) {
        this.math = math;
    }

    /** The products that follow are left as they are. */
    void none() {
        way = Way.NONE;
    }

    /** The product that follows ends with {@code f(z + bias)}. */
    void forward(Elementwise f, int ofColumns, float[] bias, int biasOffset, float[] to, int at) {
        begin(Way.FORWARD, f, ofColumns, bias, biasOffset, to, at);
    }

    /** The product that follows ends with {@code delta · f'}, by activations laid out like it. */
    void backward(Elementwise f, int ofColumns, float[] values, int offset, float[] to, int at) {
        Way back = f == Elementwise.IDENTITY ? Way.NONE : Way.BACKWARD;
        begin(back, f, ofColumns, values, offset, to, at);
    }

    private void begin(
            Way toGo, Elementwise f, int ofColumns, float[] with, int withAt, float[] to, int at) {
        way = toGo;
        function = f;
        columns = ofColumns;
        operand = with;
        operandOffset = withAt;
        out = to;
        outOffset = at;
    }

    /**
     * Ends rows of a tile whose sums are complete.
     *
     * @param rows at most those of the highest tile
     * @param width columns, from one vector to two
     * @param at index of the first element
     */
    void finish(int rows, int width, int at) {
        if (way == Way.NONE) {
            return;
        }
        int second = width - LANES;
        if (way == Way.FORWARD) {
            int bias = operandOffset + (at - outOffset) % columns;
            forwardRows(rows, second, bias, at);
        } else {
            backwardRows(rows, second, operandOffset + at - outOffset, at);
        }
    }

    private void forwardRows(int rows, int second, int bias, int at) {
        switch (function) {
            case IDENTITY -> addBias(rows, second, columns, operand, bias, out, at);
            case RELU -> addBiasRelu(rows, second, columns, operand, bias, out, at);
            case LEAKY_RELU -> addBiasLeakyRelu(rows, second, columns, operand, bias, out, at);
            case SIGMOID, TANH -> forwardInTile(rows, second, bias, at);
        }
    }

    /** Functions that work on arrays are given rows one after the other. */
    private void forwardInTile(int rows, int second, int bias, int at) {
        copyWithBias(rows, second, columns, operand, bias, out, at, tile);
        if (function == Elementwise.SIGMOID) {
            math.sigmoid(tile, 0, rows * WIDTH);
        } else {
            math.tanh(tile, 0, rows * WIDTH);
        }
        copyBack(rows, second, columns, tile, out, at);
    }

    private void backwardRows(int rows, int second, int from, int at) {
        switch (function) {
            case IDENTITY -> {}
            case RELU -> slopeOfRelu(rows, second, columns, operand, from, out, at);
            case LEAKY_RELU -> slopeOfLeakyRelu(rows, second, columns, operand, from, out, at);
            case SIGMOID -> slopeOfSigmoid(rows, second, columns, operand, from, out, at);
            case TANH -> slopeOfTanh(rows, second, columns, operand, from, out, at);
        }
    }

    private static void addBias(
            int rows, int second, int step, float[] bias, int biasAt, float[] out, int at) {
        FloatVector left = FloatVector.fromArray(SPECIES, bias, biasAt);
        FloatVector right = FloatVector.fromArray(SPECIES, bias, biasAt + second);
        int end = at + rows * step;
        for (int i = at; i < end; i += step) {
            FloatVector x = FloatVector.fromArray(SPECIES, out, i).add(left);
            FloatVector y = FloatVector.fromArray(SPECIES, out, i + second).add(right);
            x.intoArray(out, i);
            y.intoArray(out, i + second);
        }
    }

    private static void addBiasRelu(
            int rows, int second, int step, float[] bias, int biasAt, float[] out, int at) {
        FloatVector left = FloatVector.fromArray(SPECIES, bias, biasAt);
        FloatVector right = FloatVector.fromArray(SPECIES, bias, biasAt + second);
        int end = at + rows * step;
        for (int i = at; i < end; i += step) {
            FloatVector x = FloatVector.fromArray(SPECIES, out, i).add(left);
            FloatVector y = FloatVector.fromArray(SPECIES, out, i + second).add(right);
            x.blend(0f, x.compare(VectorOperators.LE, 0f)).intoArray(out, i);
            y.blend(0f, y.compare(VectorOperators.LE, 0f)).intoArray(out, i + second);
        }
    }

    private static void addBiasLeakyRelu(
            int rows, int second, int step, float[] bias, int biasAt, float[] out, int at) {
        FloatVector left = FloatVector.fromArray(SPECIES, bias, biasAt);
        FloatVector right = FloatVector.fromArray(SPECIES, bias, biasAt + second);
        int end = at + rows * step;
        for (int i = at; i < end; i += step) {
            FloatVector x = FloatVector.fromArray(SPECIES, out, i).add(left);
            FloatVector y = FloatVector.fromArray(SPECIES, out, i + second).add(right);
            x.blend(x.mul(Float32Math.LEAKY_SLOPE), x.compare(VectorOperators.LE, 0f))
                    .intoArray(out, i);
            y.blend(y.mul(Float32Math.LEAKY_SLOPE), y.compare(VectorOperators.LE, 0f))
                    .intoArray(out, i + second);
        }
    }

    /** Copies rows one after the other, for functions that work on arrays. */
    private static void copyWithBias(
            int rows,
            int second,
            int step,
            float[] bias,
            int biasAt,
            float[] from,
            int at,
            float[] to) {
        FloatVector left = FloatVector.fromArray(SPECIES, bias, biasAt);
        FloatVector right = FloatVector.fromArray(SPECIES, bias, biasAt + second);
        int i = at;
        for (int j = 0; j < rows * WIDTH; j += WIDTH) {
            FloatVector.fromArray(SPECIES, from, i).add(left).intoArray(to, j);
            FloatVector.fromArray(SPECIES, from, i + second).add(right).intoArray(to, j + LANES);
            i += step;
        }
    }

    private static void copyBack(int rows, int second, int step, float[] from, float[] to, int at) {
        int i = at;
        for (int j = 0; j < rows * WIDTH; j += WIDTH) {
            FloatVector.fromArray(SPECIES, from, j).intoArray(to, i);
            FloatVector.fromArray(SPECIES, from, j + LANES).intoArray(to, i + second);
            i += step;
        }
    }

    private static void slopeOfRelu(
            int rows, int second, int step, float[] values, int from, float[] out, int at) {
        int shift = from - at;
        int end = at + rows * step;
        for (int i = at; i < end; i += step) {
            FloatVector a = FloatVector.fromArray(SPECIES, values, i + shift);
            FloatVector b = FloatVector.fromArray(SPECIES, values, i + shift + second);
            FloatVector x = FloatVector.fromArray(SPECIES, out, i);
            FloatVector y = FloatVector.fromArray(SPECIES, out, i + second);
            x.blend(0f, a.compare(VectorOperators.LE, 0f)).intoArray(out, i);
            y.blend(0f, b.compare(VectorOperators.LE, 0f)).intoArray(out, i + second);
        }
    }

    private static void slopeOfLeakyRelu(
            int rows, int second, int step, float[] values, int from, float[] out, int at) {
        int shift = from - at;
        int end = at + rows * step;
        for (int i = at; i < end; i += step) {
            FloatVector a = FloatVector.fromArray(SPECIES, values, i + shift);
            FloatVector b = FloatVector.fromArray(SPECIES, values, i + shift + second);
            FloatVector x = FloatVector.fromArray(SPECIES, out, i);
            FloatVector y = FloatVector.fromArray(SPECIES, out, i + second);
            x.blend(x.mul(Float32Math.LEAKY_SLOPE), a.compare(VectorOperators.LE, 0f))
                    .intoArray(out, i);
            y.blend(y.mul(Float32Math.LEAKY_SLOPE), b.compare(VectorOperators.LE, 0f))
                    .intoArray(out, i + second);
        }
    }

    private static void slopeOfSigmoid(
            int rows, int second, int step, float[] values, int from, float[] out, int at) {
        int shift = from - at;
        int end = at + rows * step;
        for (int i = at; i < end; i += step) {
            FloatVector a = FloatVector.fromArray(SPECIES, values, i + shift);
            FloatVector b = FloatVector.fromArray(SPECIES, values, i + shift + second);
            FloatVector x = FloatVector.fromArray(SPECIES, out, i);
            FloatVector y = FloatVector.fromArray(SPECIES, out, i + second);
            x.mul(a.neg().fma(a, a)).intoArray(out, i);
            y.mul(b.neg().fma(b, b)).intoArray(out, i + second);
        }
    }

    private static void slopeOfTanh(
            int rows, int second, int step, float[] values, int from, float[] out, int at) {
        int shift = from - at;
        int end = at + rows * step;
        for (int i = at; i < end; i += step) {
            FloatVector a = FloatVector.fromArray(SPECIES, values, i + shift);
            FloatVector b = FloatVector.fromArray(SPECIES, values, i + shift + second);
            FloatVector x = FloatVector.fromArray(SPECIES, out, i);
            FloatVector y = FloatVector.fromArray(SPECIES, out, i + second);
            x.mul(a.neg().lanewise(VectorOperators.FMA, a, 1f)).intoArray(out, i);
            y.mul(b.neg().lanewise(VectorOperators.FMA, b, 1f)).intoArray(out, i + second);
        }
    }
}
