package glissade.nn;

import glissade.math.Kernels;
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

/**
 * What a step does with the slices of one mini-batch: forward, loss, deltas, gradient sums of all
 * layers. Three JVMs, since the JIT does not decide alike in all.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 6, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class SliceBenchmark {

    private static final int SLICE = 32;

    /** Layers, activation and samples of a mini-batch. */
    @Param({"784-512-512-10 RELU 128", "784-30-10 SIGMOID 10", "784-16-16-10 SIGMOID 10"})
    private String network = "";

    private final Kernels kernels = Kernels.create();
    private int rows;
    private Network described = network("1-1", Activation.RELU);
    private Propagation propagation = new Propagation(described, 0);
    private float[] parameters = {};
    private float[] gradients = {};

    private static Network network(String layers, Activation hidden) {
        return new Network(
                NetworkDescription.parse(layers, hidden, Activation.SOFTMAX, Loss.CROSS_ENTROPY));
    }

    /** Fills inputs, labels and parameters. */
    @Setup
    public void setUp() {
        String[] words = network.split(" ", -1);
        rows = Integer.parseInt(words[2]);
        described = network(words[0], Activation.valueOf(words[1]));
        propagation =
                Propagation.forTraining(described, rows, TargetKind.LABELS, TrainingNoise.NONE);
        parameters = new float[described.layout().parameterCount()];
        gradients = new float[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = (i % 1009 - 504) / 10_080f;
        }
        for (int i = 0; i < propagation.inputs().length; i++) {
            propagation.inputs()[i] = i % 251 / 250f;
        }
        for (int row = 0; row < rows; row++) {
            propagation.labels()[row] = row % 10;
            propagation.samples()[row] = row;
        }
    }

    /** Everything of a step but the optimizer. */
    @Benchmark
    public float[] step() {
        propagation.forward(kernels, parameters, 0, rows);
        for (int row = 0; row < rows; row += SLICE) {
            propagation.loss(kernels, row, Math.min(row + SLICE, rows));
        }
        for (int layer = described.layout().layers() - 1; layer > 0; layer--) {
            propagation.backward(kernels, parameters, layer, 0, rows);
        }
        for (int layer = described.layout().layers() - 1; layer >= 0; layer--) {
            propagation.gradient(
                    kernels, layer, 0, rows, SLICE, 0, described.layout().inputs(layer), gradients);
        }
        return gradients;
    }
}
