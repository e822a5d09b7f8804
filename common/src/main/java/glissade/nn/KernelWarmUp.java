package glissade.nn;

import glissade.math.Kernels;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Has the JVM compile the kernels that a network needs before its first step: calls them with the
 * network's shapes on scratch memory. Until then vectors are objects, and a step takes a thousand
 * times as long.
 *
 * <p>Which register tiles are called depends on rows and columns, so these are the network's, as
 * far as they make a difference; the loops inside the tiles are kept short. The compiler then sees
 * many calls of a method and not one long loop, for which it would make code of its own first
 * ({@code jvm.options} tells it that few calls are enough). Changes nothing but time.
 *
 * <p>Confined to one thread; allocates its scratch memory anew on each call.
 */
public final class KernelWarmUp {

    /** System property of JVMs that compile kernels after few calls: milliseconds for a warm-up. */
    static final String PROPERTY = "glissade.warm.up.millis";

    /** Terms of a product, and samples of a slice of a gradient. */
    private static final int TERMS = 16;

    /** Rows from which only what remains of whole tiles makes a difference. */
    private static final int MANY_ROWS = 64;

    /** A multiple of the rows of all tiles. */
    private static final int TILES_OF_ROWS = 120;

    /** Rows, or inputs of a gradient, below which other ways are taken than for many. */
    private static final int LEAST_MANY_ROWS = 48;

    /** Columns from which the same is true of vectors. */
    private static final int MANY_COLUMNS = 256;

    private static final int TWO_VECTORS = 32;

    /** Slices from which their tree makes no difference. */
    private static final int MANY_SLICES = 8;

    private static final int ROUNDS = 30;
    private static final int FORWARD_ROUNDS = 4;

    private final Kernels kernels;
    private final NetworkDescription network;
    private final float[] a;
    private final float[] b;
    private final float[] out;
    private final float[] row;

    private KernelWarmUp(Kernels kernels, NetworkDescription network) {
        this.kernels = kernels;
        this.network = network;
        int widest = 0;
        for (int width : network.widths()) {
            widest = Math.max(widest, columns(width));
        }
        int rows = LEAST_MANY_ROWS + TILES_OF_ROWS;
        a = new float[Math.max(rows, MANY_SLICES * TERMS) * widest];
        b = new float[Math.max(MANY_SLICES, widest) * TERMS * widest];
        out = new float[Math.max(rows, widest) * widest];
        row = new float[Math.max(rows, widest)];
    }

    /**
     * Calls the kernels of a training step so often that they are compiled, or until the time is
     * over. Does nothing where {@link #PROPERTY} is not set, or kernels are scalar.
     *
     * @param rows of a step's mini-batch that are computed here, at least 1
     * @param sliceSize samples of a slice
     * @param nanoClock nanoseconds from any origin
     */
    public static void training(
            NetworkDescription network,
            int rows,
            int sliceSize,
            Kernels kernels,
            LongSupplier nanoClock) {
        if (!pays(kernels)) {
            return;
        }
        KernelWarmUp warmUp = new KernelWarmUp(kernels, network);
        long mostNs = TimeUnit.MILLISECONDS.toNanos(Long.getLong(PROPERTY, 0));
        long start = nanoClock.getAsLong();
        for (int round = 0; round < ROUNDS && nanoClock.getAsLong() - start < mostNs; round++) {
            warmUp.forward(rows(rows));
            warmUp.backward(rows(rows));
            warmUp.gradients((rows - 1) / sliceSize + 1, Math.min(sliceSize, TERMS));
        }
    }

    /** Does the same for the way forward alone, whatever time it takes. */
    public static void forward(NetworkDescription network, int rows, Kernels kernels) {
        if (!pays(kernels)) {
            return;
        }
        KernelWarmUp warmUp = new KernelWarmUp(kernels, network);
        for (int round = 0; round < FORWARD_ROUNDS; round++) {
            warmUp.forward(rows(rows));
        }
    }

    private static boolean pays(Kernels kernels) {
        return Long.getLong(PROPERTY, 0) > 0 && kernels.vectorBits() != Float.SIZE;
    }

    private static int rows(int rows) {
        if (rows <= MANY_ROWS) {
            return rows;
        }
        int rest = rows % TILES_OF_ROWS;
        return rest < LEAST_MANY_ROWS ? rest + TILES_OF_ROWS : rest;
    }

    private static int columns(int columns) {
        return columns <= MANY_COLUMNS ? columns : MANY_COLUMNS + columns % TWO_VECTORS;
    }

    private void forward(int rows) {
        for (int layer = 0; layer < network.layers(); layer++) {
            int inner = Math.min(network.widths().get(layer), TERMS);
            int columns = columns(network.widths().get(layer + 1));
            kernels.matmul(rows, inner, columns, a, 0, b, 0, out, 0);
            kernels.addBias(rows, columns, out, 0, row, 0);
            if (layer < network.layers() - 1) {
                network.hidden().apply(kernels, out, 0, columns);
            } else if (network.output() == Activation.SOFTMAX) {
                kernels.softmax(Math.min(rows, TERMS), columns, out, 0, row, 0);
            } else {
                network.output().apply(kernels, out, 0, columns);
            }
        }
    }

    private void backward(int rows) {
        for (int layer = network.layers() - 1; layer > 0; layer--) {
            int inner = Math.min(network.widths().get(layer + 1), TERMS);
            int columns = columns(network.widths().get(layer));
            kernels.matmulTransposed(rows, inner, columns, a, 0, b, 0, out, 0);
            network.hidden().multiplyByDerivative(kernels, out, a, 0, columns);
        }
    }

    private void gradients(int slices, int sliceSize) {
        int rows = Math.min(slices, MANY_SLICES) * sliceSize;
        for (int layer = network.layers() - 1; layer >= 0; layer--) {
            int inputs = columns(network.widths().get(layer));
            int outputs = columns(network.widths().get(layer + 1));
            int toInput = Math.min(inputs, rows(inputs));
            kernels.weightGradient(
                    rows, sliceSize, inputs, outputs, 0, toInput, a, 0, b, 0, out, 0);
            kernels.biasGradient(rows, sliceSize, outputs, b, 0, row, 0);
        }
    }
}
