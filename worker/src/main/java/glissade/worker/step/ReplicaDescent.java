package glissade.worker.step;

import glissade.averaging.Averager;
import glissade.averaging.CommitWatch;
import glissade.averaging.RoundFigures;
import glissade.averaging.StepLog;
import glissade.collective.EpochShape;
import glissade.collective.Replication;
import glissade.collective.TreeNode;
import glissade.timeline.Phase;
import glissade.timeline.PhaseClock;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * Takes one replica after another through a round: from the state that all have, step by step on
 * the replica's own samples, as a worker alone would go on. What it comes to is a function of that
 * state and of the replica's number, so one averager serves all replicas of a worker. Confined to
 * the training thread; allocates nothing after construction.
 */
final class ReplicaDescent {

    private final EpochShape shape;
    private final Replication replication;
    private final SliceGradients gradients;
    private final Averager averager;
    private final OwnUpdate update;
    private final CommitWatch watch;
    private final StepLog log;
    private final StarExchange exchange;
    private final BooleanSupplier stopRequested;
    private final PhaseClock clock;
    private final double[] numbers = new double[RoundFigures.KINDS];
    private long slices;

    /**
     * Computes with {@code gradients}, whose shares are those of this worker's replicas.
     *
     * @param update of {@code averager}
     * @param watch says of which steps the promised fall is told
     * @param log says of which steps the penalty is told
     * @param exchange hears of every step
     */
    ReplicaDescent(
            EpochShape shape,
            Replication replication,
            SliceGradients gradients,
            Averager averager,
            OwnUpdate update,
            CommitWatch watch,
            StepLog log,
            StarExchange exchange,
            BooleanSupplier stopRequested,
            PhaseClock clock) {
        this.shape = shape;
        this.replication = replication;
        this.gradients = gradients;
        this.averager = averager;
        this.update = update;
        this.watch = watch;
        this.log = log;
        this.exchange = exchange;
        this.stopRequested = stopRequested;
        this.clock = clock;
    }

    /**
     * Takes a replica through the steps {@code [start, end)}. One whose loss is not finite stays
     * where it is, and says so: the round comes to nothing.
     *
     * @param replica the node of the tree over the replicas that is this one alone
     * @param number of its share among those of {@code gradients}
     * @param state that all replicas start from
     * @param result is overwritten with what this one has come to
     * @return false when training is to stop
     */
    boolean run(TreeNode replica, int number, long start, long end, float[] state, float[] result) {
        averager.load(start, state);
        boolean finite = true;
        for (long step = start; step < end; step++) {
            if (stopRequested.getAsBoolean()) {
                return false;
            }
            clock.step(step);
            int samples = replication.samples(shape, step, replica.lo());
            if (samples == 0) {
                Arrays.fill(numbers, 0);
                averager.rest();
            } else if (finite) {
                finite = descend(step, number, samples, end);
            } else {
                Arrays.fill(numbers, Double.NaN);
            }
            exchange.publish(step, replica, numbers);
        }
        averager.store(result);
        return true;
    }

    /** Takes a step; false when its loss is not finite. */
    private boolean descend(long step, int number, int samples, long end) {
        clock.enter(Phase.FORWARD, 0);
        gradients.forward(step, number, averager.parameters());
        gradients.accumulate();
        update.begin(samples);
        numbers[RoundFigures.LOSS] = gradients.lossSum(0);
        if (!averager.loss(numbers[RoundFigures.LOSS])) {
            return false;
        }
        for (int part = gradients.parts() - 1; part >= 0; part--) {
            clock.enter(Phase.GRADIENT, gradients.layer(part));
            gradients.gradient(part);
            clock.enter(Phase.UPDATE, gradients.layer(part));
            update.take(gradients, part);
        }
        clock.enter(Phase.COMMIT);
        averager.commit();
        slices += gradients.slices();
        double norm = averager.gradientNorm();
        boolean told = step + 1 == end || log.tells(step);
        numbers[RoundFigures.SQUARE] = norm * norm;
        numbers[RoundFigures.FALL] = watch.wantsPromise(step + 1) ? averager.promisedFall() : 0;
        numbers[RoundFigures.PENALTY] = told ? averager.penalty() : 0;
        return true;
    }

    /** Slices computed so far. */
    long slices() {
        return slices;
    }
}
