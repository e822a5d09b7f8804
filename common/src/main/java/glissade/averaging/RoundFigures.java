package glissade.averaging;

import glissade.collective.EpochShape;
import glissade.collective.Replication;
import glissade.collective.Rounds;
import glissade.collective.SliceTree;
import glissade.plane.FrameFlyweight;
import java.util.Arrays;
import java.util.List;

/**
 * What all replicas tell of the steps of a round, put together when it is over: every number is
 * summed along the tree over the replicas. The loss of a step is the mean over the samples of its
 * mini-batch. Norm, penalty and promised fall differ from replica to replica; told are the root of
 * the mean square of the norms, and the means of the others, over the replicas that had samples.
 * Nobody has the gradient of a whole mini-batch, so there is none by layer. Confined to the
 * averager's thread; allocates nothing after construction.
 */
public final class RoundFigures implements Commit {

    /** Loss of a replica's samples, summed. */
    public static final int LOSS = 0;

    /** Square of its gradient's norm. */
    public static final int SQUARE = 1;

    /** How far its objective would have fallen, in steps that are looked at. */
    public static final int FALL = 2;

    /** Its penalties, in steps that are told. */
    public static final int PENALTY = 3;

    /** How many numbers there are of a replica's step. */
    public static final int KINDS = 4;

    private final EpochShape shape;
    private final Replication replication;
    private final Rounds rounds;
    private final double[][] numbers;
    private final boolean[] present;
    private long start;
    private long end;
    private int missing;
    private long step;
    private double learningRate;

    RoundFigures(Replication replication, Rounds rounds) {
        this.shape = rounds.shape();
        this.replication = replication;
        this.rounds = rounds;
        int length = Math.multiplyExact(rounds.longest(), replication.replicas());
        numbers = new double[KINDS][length];
        present = new boolean[length];
    }

    /** Forgets the last round and expects the one that begins with a step. */
    void begin(long ofStep) {
        start = ofStep;
        end = rounds.end(ofStep);
        Arrays.fill(present, false);
        missing = Math.toIntExact(end - start) * replication.replicas();
    }

    long start() {
        return start;
    }

    /** Commits after the round. */
    long end() {
        return end;
    }

    private int index(long ofStep, int replica) {
        return (int) (ofStep - start) * replication.replicas() + replica;
    }

    /** Takes in what a replica tells of a step of the round. What comes twice is taken once. */
    void arrived(long ofStep, int replica, FrameFlyweight frame) {
        int index = index(ofStep, replica);
        if (present[index]) {
            return;
        }
        present[index] = true;
        missing--;
        for (int kind = 0; kind < KINDS; kind++) {
            numbers[kind][index] = frame.doubleAt(kind);
        }
    }

    /** True when all replicas have told of all steps. */
    boolean complete() {
        return missing == 0;
    }

    /** Speaks of this step of the round from here on. */
    void turnTo(long ofStep, double rate) {
        step = ofStep;
        learningRate = rate;
    }

    private double sum(int kind) {
        int first = index(step, 0);
        return SliceTree.sum(numbers[kind], first, first + replication.replicas());
    }

    private double mean(int kind) {
        return sum(kind) / replication.active(shape, step);
    }

    @Override
    public long step() {
        return step + 1;
    }

    @Override
    public double meanLoss() {
        return sum(LOSS) / shape.batchSamples(step);
    }

    @Override
    public double penalty() {
        return mean(PENALTY);
    }

    @Override
    public double learningRate() {
        return learningRate;
    }

    @Override
    public double gradientNorm() {
        return Math.sqrt(mean(SQUARE));
    }

    @Override
    public List<LayerGradient> layerGradients() {
        return List.of();
    }

    @Override
    public double promisedFall() {
        return mean(FALL);
    }
}
