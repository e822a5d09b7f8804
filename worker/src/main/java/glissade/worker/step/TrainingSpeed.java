package glissade.worker.step;

import glissade.averaging.Averager;
import glissade.averaging.CommitWatch;
import glissade.averaging.EarlyEnd;
import glissade.averaging.LossWarning;
import glissade.averaging.StepLog;
import glissade.averaging.TrainingState;
import glissade.collective.Assignment;
import glissade.collective.Buckets;
import glissade.collective.Division;
import glissade.collective.EpochShape;
import glissade.data.Dataset;
import glissade.math.Kernels;
import glissade.nn.Network;
import glissade.run.RunConfiguration;
import java.util.function.LongSupplier;

/**
 * The steps of a lone worker, timed: what a run with one worker does between two evaluations,
 * samples gathered and rows of metrics made as it does, without a coordinator and without
 * checkpoints. Inputs are not preprocessed. Confined to one thread.
 */
public final class TrainingSpeed implements AutoCloseable {

    private final Lanes lanes;
    private final Network network;
    private final Exchange exchange;
    private final Stride stride;
    private final LongSupplier nanoClock;
    private long step;

    /**
     * Puts a worker together.
     *
     * @param configuration of a run with one worker; decides network, descent, batch, threads
     * @param training its training data
     */
    public TrainingSpeed(RunConfiguration configuration, Dataset training, LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        network = new Network(configuration.model().network());
        Assignment assignment =
                configuration.assignment(
                        configuration.epochShape(training.size()), 1, Division.EVEN);
        lanes = new Lanes(configuration.cluster().threads(), "bench", nanoClock, false);
        exchange = exchange(configuration, assignment);
        stride =
                new GradientStride(
                        new SliceGradients(
                                network,
                                configuration.training().noise(),
                                TrainingSamples.of(configuration, training),
                                StepShares.of(assignment, 0, assignment.shape().batchSize()),
                                lanes,
                                GradientParts.LARGE),
                        exchange,
                        Long.MAX_VALUE,
                        lanes.clock(0));
    }

    private LoneExchange exchange(RunConfiguration configuration, Assignment assignment) {
        RunConfiguration.Training training = configuration.training();
        EpochShape shape = assignment.shape();
        Averager averager =
                new Averager(
                        new Buckets(network.layout().parameterCount()),
                        network.layout(),
                        training.objective(),
                        training.optimizer().create(),
                        configuration.learningRates(shape),
                        Kernels.create(),
                        initialState(configuration));
        return new LoneExchange(
                averager,
                new BucketLanes(lanes),
                assignment,
                Long.MAX_VALUE,
                new CommitWatch(training.stopping().endRules(), shape),
                new StepLog(
                        shape,
                        configuration.output().logEvery(),
                        Long.MAX_VALUE,
                        nanoClock,
                        committed -> {}),
                new LoneExchange.Commits(committed -> false, committed -> false, committed -> null),
                new LoneExchange.Stops(() -> false, () -> false),
                new NoStates(),
                new NoEnd(),
                lanes.clock(0));
    }

    private TrainingState initialState(RunConfiguration configuration) {
        float[] parameters = new float[network.layout().parameterCount()];
        network.initialize(
                configuration.model().initialization(),
                configuration.model().initialSeed(),
                parameters);
        int vectors = configuration.training().optimizer().stateVectors();
        return new TrainingState(0, parameters, new float[vectors][parameters.length]);
    }

    /**
     * Goes on for so many steps.
     *
     * @return how long they took, in nanoseconds
     * @throws StepException if the loss is not finite
     */
    public long run(int steps) {
        long before = nanoClock.getAsLong();
        for (int i = 0; i < steps; i++) {
            float[] parameters = exchange.parameters(step);
            if (parameters == null) {
                throw new StepException("training has ended at step " + step);
            }
            if (stride.take(step, parameters) == Stride.END) {
                throw new StepException("the loss is not finite at step " + step);
            }
            step++;
        }
        return nanoClock.getAsLong() - before;
    }

    @Override
    public void close() {
        lanes.close();
    }

    /** Nobody keeps states. */
    private static final class NoStates implements LoneExchange.StateSink {

        @Override
        public void send(TrainingState state) {}
    }

    /** What the losses do is no matter, as long as they are numbers: {@link #run} says that. */
    private static final class NoEnd implements LoneExchange.Endings {

        @Override
        public void warned(LossWarning warning) {}

        @Override
        public void endsEarly(EarlyEnd end) {}

        @Override
        public void lossNotFinite(long step, double loss) {}
    }
}
