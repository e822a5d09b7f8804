package glissade.math;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The kernels of one layer, [batch, inputs] to [batch, units], one after another. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class KernelBenchmark {

    private static final int SLICE = 16;

    /** Rows, inputs, units. */
    @Param({"128x784x512", "128x512x512", "10x784x30"})
    public String layer = "";

    private Kernels kernels = Kernels.scalar();
    private int rows;
    private int inputs;
    private int units;
    private float[] x = {};
    private float[] weights = {};
    private float[] sums = {};
    private float[] delta = {};
    private float[] gradient = {};
    private float[] back = {};

    @Setup
    public void allocate() {
        String[] sizes = layer.split("x", -1);
        rows = Integer.parseInt(sizes[0]);
        inputs = Integer.parseInt(sizes[1]);
        units = Integer.parseInt(sizes[2]);
        kernels = Kernels.create();
        x = Floats.random(1, rows * inputs);
        weights = Floats.random(2, inputs * units);
        delta = Floats.random(3, rows * units);
        sums = new float[rows * units];
        gradient = new float[inputs * units];
        back = new float[rows * inputs];
    }

    @Benchmark
    public float[] matmul() {
        kernels.matmul(rows, inputs, units, x, 0, weights, 0, sums, 0);
        return sums;
    }

    @Benchmark
    public float[] matmulTransposed() {
        kernels.matmulTransposed(rows, units, inputs, delta, 0, weights, 0, back, 0);
        return back;
    }

    @Benchmark
    public float[] dense() {
        kernels.dense(rows, inputs, units, x, 0, weights, 0, Elementwise.RELU, weights, 0, sums, 0);
        return sums;
    }

    @Benchmark
    public float[] denseInThreePasses() {
        kernels.matmul(rows, inputs, units, x, 0, weights, 0, sums, 0);
        kernels.addBias(rows, units, sums, 0, weights, 0);
        kernels.relu(sums, 0, sums.length);
        return sums;
    }

    @Benchmark
    public float[] denseBackward() {
        kernels.denseBackward(
                rows, units, inputs, delta, 0, weights, 0, Elementwise.RELU, x, 0, back, 0);
        return back;
    }

    @Benchmark
    public float[] denseBackwardInTwoPasses() {
        kernels.matmulTransposed(rows, units, inputs, delta, 0, weights, 0, back, 0);
        kernels.multiplyByReluDerivative(back, 0, x, 0, back.length);
        return back;
    }

    @Benchmark
    public float[] weightGradient() {
        kernels.weightGradient(rows, SLICE, inputs, units, 0, inputs, x, 0, delta, 0, gradient, 0);
        return gradient;
    }

    @Benchmark
    public float[] sigmoid() {
        System.arraycopy(delta, 0, sums, 0, sums.length);
        kernels.sigmoid(sums, 0, sums.length);
        return sums;
    }

    @Benchmark
    public double sumOfSquares() {
        return kernels.sumOfSquares(weights, 0, weights.length);
    }
}
