package glissade.optim;

import java.util.Arrays;
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
 * One update of every parameter of a network. Three JVMs, since whether the JIT makes vectors of
 * the loops is decided in each.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class OptimizerBenchmark {

    @Param({"sgd", "adam"})
    private String optimizer = "";

    /** 23860: 784-30-10; 669706: 784-512-512-10. */
    @Param({"23860", "669706"})
    private int parameterCount;

    private Optimizer descent = new Sgd(0);
    private float[] parameters = {};
    private float[] gradients = {};
    private float[] updated = {};
    private float[][] state = {};
    private long step;

    /** Constant gradients: neither parameters nor moments leave the usual range of numbers. */
    @Setup
    public void setUp() {
        descent = optimizer.equals("adam") ? Adam.coupled(0.9, 0.999, 1e-8, 0) : new Sgd(0);
        parameters = new float[parameterCount];
        gradients = new float[parameterCount];
        updated = new float[parameterCount];
        Arrays.fill(gradients, 0.01f);
        state = descent.newState(parameterCount);
    }

    /** Into a second vector, as the averager does. */
    @Benchmark
    public float[] update() {
        descent.beginStep(step++, 0.001);
        descent.update(parameters, gradients, updated, state, 0, parameterCount, true);
        return updated;
    }
}
