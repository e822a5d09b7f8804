package glissade.math;

import java.util.function.LongSupplier;
import jdk.incubator.vector.FloatVector;

/**
 * Measures how fast the kernels are on this machine, against the most that its multipliers can do
 * at the same width. Every figure is the best of many short runs, so that a busy machine disturbs
 * it little. Confined to the thread of its kernels.
 */
public final class KernelSpeed {
    /** Chains of fma that do not wait for one another: latency times multipliers, and some more. */
    private static final int CHAINS = 12;

    private static final int STEPS = 2_000;
    private static final int WARM_UP_SIZE = 64;

    private final Kernels kernels;
    private final LongSupplier nanoClock;
    private final long measureNs;

    /**
     * @param nanoClock nanoseconds from any origin, such as {@code System::nanoTime}
     * @param measureNs time to spend on each figure, and as much on warming up a product; half a
     *     second is plenty
     */
    public KernelSpeed(Kernels kernels, LongSupplier nanoClock, long measureNs) {
        if (measureNs < 1) {
            throw new IllegalArgumentException(
                    "measureNs must be positive: measureNs=" + measureNs);
        }
        this.kernels = kernels;
        this.nanoClock = nanoClock;
        this.measureNs = measureNs;
    }

    /** Most GFLOP/s that one thread reaches on registers alone at the kernels' width. */
    public double peakGflops() {
        boolean scalar = kernels.vectorBits() == VectorWidth.SCALAR;
        int lanes = scalar ? 1 : VectorTiles.LANES;
        float[] values = new float[lanes];
        long best = best(scalar ? () -> scalarChains(values) : () -> vectorChains(values));
        return 2.0 * CHAINS * lanes * STEPS / best;
    }

    /**
     * GFLOP/s of {@code out [rows, columns] = a [rows, inner] · b [inner, columns]}, one thread.
     */
    public double matmulGflops(int rows, int inner, int columns) {
        float[] a = ramp(rows, inner);
        float[] b = ramp(inner, columns);
        float[] out = new float[Math.multiplyExact(rows, columns)];
        // Small first: before the JIT is done, one large product could take all the time there is.
        int few = Math.min(rows, WARM_UP_SIZE);
        int shallow = Math.min(inner, WARM_UP_SIZE);
        int narrow = Math.min(columns, WARM_UP_SIZE);
        best(() -> kernels.matmul(few, shallow, narrow, a, 0, b, 0, out, 0));
        long best = best(() -> kernels.matmul(rows, inner, columns, a, 0, b, 0, out, 0));
        return 2.0 * rows * inner * columns / best;
    }

    /**
     * GFLOP/s of a weight gradient [inputs, outputs] over {@code samples}, cut into slices of
     * {@code sliceSize} that are added by the slice tree, one thread. The additions of the tree do
     * not count as work.
     */
    public double weightGradientGflops(int samples, int sliceSize, int inputs, int outputs) {
        float[] x = ramp(samples, inputs);
        float[] delta = ramp(samples, outputs);
        float[] out = new float[Math.multiplyExact(inputs, outputs)];
        int few = Math.min(samples, sliceSize);
        int narrow = Math.min(inputs, WARM_UP_SIZE);
        best(() ->
                kernels.weightGradient(
                        few, sliceSize, inputs, outputs, 0, narrow, x, 0, delta, 0, out, 0));
        long best =
                best(() ->
                        kernels.weightGradient(
                                samples, sliceSize, inputs, outputs, 0, inputs, x, 0, delta, 0, out,
                                0));
        return 2.0 * samples * inputs * outputs / best;
    }

    /** Shortest run in nanoseconds, at least 1. */
    private long best(Runnable run) {
        long best = Long.MAX_VALUE;
        long start = nanoClock.getAsLong();
        long now = start;
        do {
            long from = now;
            run.run();
            now = nanoClock.getAsLong();
            best = Math.min(best, now - from);
        } while (now - start < measureNs);
        return Math.max(1, best);
    }

    private static float[] ramp(int rows, int columns) {
        float[] values = new float[Math.multiplyExact(rows, columns)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i % 251 - 125) / 128f;
        }
        return values;
    }

    private static void scalarChains(float[] values) {
        float a = values[0];
        float c0 = 0f;
        float c1 = 1f;
        float c2 = 2f;
        float c3 = 3f;
        float c4 = 4f;
        float c5 = 5f;
        float c6 = 6f;
        float c7 = 7f;
        float c8 = 8f;
        float c9 = 9f;
        float c10 = 10f;
        float c11 = 11f;
        for (int step = 0; step < STEPS; step++) {
            c0 = Math.fma(a, c0, a);
            c1 = Math.fma(a, c1, a);
            c2 = Math.fma(a, c2, a);
            c3 = Math.fma(a, c3, a);
            c4 = Math.fma(a, c4, a);
            c5 = Math.fma(a, c5, a);
            c6 = Math.fma(a, c6, a);
            c7 = Math.fma(a, c7, a);
            c8 = Math.fma(a, c8, a);
            c9 = Math.fma(a, c9, a);
            c10 = Math.fma(a, c10, a);
            c11 = Math.fma(a, c11, a);
        }
        values[0] = c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + c10 + c11;
    }

    private static void vectorChains(float[] values) {
        FloatVector a = FloatVector.fromArray(VectorTiles.SPECIES, values, 0);
        FloatVector c0 = a.add(0f);
        FloatVector c1 = a.add(1f);
        FloatVector c2 = a.add(2f);
        FloatVector c3 = a.add(3f);
        FloatVector c4 = a.add(4f);
        FloatVector c5 = a.add(5f);
        FloatVector c6 = a.add(6f);
        FloatVector c7 = a.add(7f);
        FloatVector c8 = a.add(8f);
        FloatVector c9 = a.add(9f);
        FloatVector c10 = a.add(10f);
        FloatVector c11 = a.add(11f);
        for (int step = 0; step < STEPS; step++) {
            c0 = a.fma(c0, a);
            c1 = a.fma(c1, a);
            c2 = a.fma(c2, a);
            c3 = a.fma(c3, a);
            c4 = a.fma(c4, a);
            c5 = a.fma(c5, a);
            c6 = a.fma(c6, a);
            c7 = a.fma(c7, a);
            c8 = a.fma(c8, a);
            c9 = a.fma(c9, a);
            c10 = a.fma(c10, a);
            c11 = a.fma(c11, a);
        }
        c0.add(c1)
                .add(c2)
                .add(c3)
                .add(c4)
                .add(c5)
                .add(c6)
                .add(c7)
                .add(c8)
                .add(c9)
                .add(c10)
                .add(c11)
                .intoArray(values, 0);
    }
}
