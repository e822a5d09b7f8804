package glissade.averaging;

import glissade.collective.Buckets;
import glissade.collective.Replication;
import glissade.math.Kernels;

/**
 * Takes replicas from one synchronisation to the next: sums of their states in, divided by their
 * number in one place, the one state that all go on from out, bucket by bucket. A state is one
 * vector here, the parameters and the optimizer's vectors one after the other: Adam's moments, or a
 * velocity, are averaged as the parameters are.
 *
 * <p>There are two buffers: the state of the synchronisation stays readable in {@link #state()}
 * until the commit, means are written into {@link #next()}. Confined to the averager's thread;
 * allocates nothing between {@link #trainingState} calls.
 *
 * @see <a href="https://arxiv.org/abs/1905.03817">Yu, Jin and Yang 2019, On the Linear Speedup
 *     Analysis of Communication Efficient Momentum SGD: Algorithm 2 averages momenta too</a>
 */
final class ReplicaAverager {

    private final Buckets buckets;
    private final int replicas;
    private final int parameterCount;
    private final Kernels kernels;
    private float[] current;
    private float[] next;
    private long step;
    private long stepBefore;
    private int gathered;

    /** Starts from a committed state, which is copied. */
    ReplicaAverager(Replication replication, TrainingState initial, Kernels kernels) {
        this.replicas = replication.replicas();
        this.kernels = kernels;
        parameterCount = initial.parameters().length;
        buckets = replication.buckets(parameterCount, initial.optimizerState().length);
        current = new float[buckets.parameterCount()];
        System.arraycopy(initial.parameters(), 0, current, 0, parameterCount);
        int offset = parameterCount;
        for (float[] vector : initial.optimizerState()) {
            System.arraycopy(vector, 0, current, offset, parameterCount);
            offset += parameterCount;
        }
        next = current.clone();
        step = initial.step();
        stepBefore = initial.step();
    }

    Buckets buckets() {
        return buckets;
    }

    /** Steps committed at the last synchronisation. */
    long step() {
        return step;
    }

    /** The state of {@link #step()}; not to be written. */
    float[] state() {
        return current;
    }

    /** The state of the next synchronisation, as far as buckets are gathered; not to be written. */
    float[] next() {
        return next;
    }

    /** Takes the sums of one bucket in. */
    void gathered(int bucket, float[] sums) {
        int from = buckets.offset(bucket);
        int length = buckets.length(bucket);
        System.arraycopy(sums, from, next, from, length);
        Elementwise.mean(next, from, from + length, replicas);
        gathered++;
    }

    /** True when every bucket is gathered. */
    boolean complete() {
        return gathered == buckets.count();
    }

    /** Makes the means the state of a synchronisation after so many steps. */
    void commit(long committed) {
        float[] means = next;
        next = current;
        current = means;
        stepBefore = step;
        step = committed;
        gathered = 0;
    }

    /** True when no parameter of {@link #step()} is NaN or infinite. */
    boolean finite() {
        return kernels.allFinite(current, 0, parameterCount);
    }

    /** Copies the state of {@link #step()}. */
    TrainingState trainingState(StepMemory memory) {
        return copy(step, current, memory);
    }

    /**
     * Copies the last state whose parameters are finite: this one, or that of the synchronisation
     * before, of which no bucket has been overwritten.
     */
    TrainingState lastFiniteState() {
        return finite()
                ? copy(step, current, StepMemory.NONE)
                : copy(stepBefore, next, StepMemory.NONE);
    }

    private TrainingState copy(long of, float[] state, StepMemory memory) {
        float[][] vectors = new float[state.length / parameterCount - 1][parameterCount];
        float[] parameters = new float[parameterCount];
        System.arraycopy(state, 0, parameters, 0, parameterCount);
        for (int vector = 0; vector < vectors.length; vector++) {
            int from = (1 + vector) * parameterCount;
            System.arraycopy(state, from, vectors[vector], 0, parameterCount);
        }
        return new TrainingState(of, parameters, vectors, memory);
    }
}
