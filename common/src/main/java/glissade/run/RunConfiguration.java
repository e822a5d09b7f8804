package glissade.run;

import glissade.averaging.Objective;
import glissade.collective.Assignment;
import glissade.collective.Division;
import glissade.collective.EpochShape;
import glissade.collective.Replication;
import glissade.collective.UnitRounding;
import glissade.data.DataException;
import glissade.data.DataSelection;
import glissade.data.DataSets;
import glissade.data.Dataset;
import glissade.nn.Initialization;
import glissade.nn.NetworkDescription;
import glissade.nn.ParameterLayout;
import glissade.nn.TrainingNoise;
import glissade.optim.OptimizerDescription;
import glissade.optim.Schedule;
import glissade.optim.ScheduleDescription;
import glissade.optim.ScheduleKind;
import glissade.preprocess.PreprocessingKind;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides what a run computes, on whom and where it goes: the resolved options of
 * {@code train}. {@link RunOptions} is the table that they come from; {@link #of} fills in the
 * defaults. Immutable.
 */
public record RunConfiguration(
        Data data, Model model, Training training, Cluster cluster, Output output) {

    /**
     * Where samples come from.
     *
     * @param preprocess what is done to the inputs before the network sees them
     * @param shuffle whether each epoch has an order of its own
     */
    public record Data(DataSelection selection, PreprocessingKind preprocess, boolean shuffle) {}

    /**
     * What is trained.
     *
     * @param initialParameters absolute path of a safetensors file to begin from; null to draw them
     *     from a seed
     * @param initialSeed what they are drawn from then
     * @param restarts starting points that are trained from, each with a seed of its own, of which
     *     the one with the lowest validation loss is kept
     */
    public record Model(
            NetworkDescription network,
            Initialization initialization,
            @Nullable String initialParameters,
            long initialSeed,
            int restarts) {}

    /**
     * How it is trained.
     *
     * @param batch samples in a mini-batch, over all workers
     * @param slice samples in a slice, the unit of arithmetic; null where it follows from the
     *     number of training samples
     * @param rounding of gradient sums before they travel, or what is held back of them
     * @param replication how replicas descend by themselves; null where all workers take every step
     *     together
     */
    public record Training(
            OptimizerDescription optimizer,
            double learningRate,
            ScheduleDescription schedule,
            Batch batch,
            @Nullable Integer slice,
            UnitRounding rounding,
            @Nullable Replication replication,
            TrainingLength length,
            Regularization regularization,
            Clipping clipping,
            Stopping stopping,
            long seed) {

        private static final int DEFAULT_SLICE_MOST = 32;

        /** Whether the validation loss decides how training goes on. */
        public boolean watchesValidation() {
            return stopping.patience() != null || schedule.kind() == ScheduleKind.PLATEAU;
        }

        /** What is minimised beside the loss. */
        public Objective objective() {
            return new Objective(
                    regularization.l1(),
                    regularization.l2(),
                    regularization.biases(),
                    clipping.norm() == null ? 0 : clipping.norm(),
                    clipping.value() == null ? 0 : clipping.value());
        }

        /** What is done to the network and its targets while it learns. */
        public TrainingNoise noise() {
            return new TrainingNoise(
                    seed, regularization.dropout(), regularization.labelSmoothing());
        }

        /** Samples in a slice of mini-batches of this size. */
        public int sliceSize(int batchSize) {
            return slice != null ? slice : defaultSlice(batchSize);
        }

        static int defaultSlice(int batchSize) {
            return Math.min(DEFAULT_SLICE_MOST, (batchSize - 1) / 4 + 1);
        }
    }

    /**
     * Who does the work.
     *
     * @param threads training lanes in each worker
     * @param bucketLength parameters that travel together
     * @param mostSamplesAtOnce samples that a worker has room for; null for all of its share
     */
    public record Cluster(
            int workers,
            int threads,
            Transport transport,
            Averaging averaging,
            int bucketLength,
            @Nullable Integer mostSamplesAtOnce) {

        /** The most samples of mini-batches of this size that a worker computes at once. */
        public int samplesAtOnce(int batchSize) {
            return mostSamplesAtOnce == null ? batchSize : Math.min(mostSamplesAtOnce, batchSize);
        }
    }

    /**
     * What the run leaves behind.
     *
     * @param directory where run directories go
     * @param name name of the run directory; null to have one chosen
     * @param logEvery steps from one row of {@code metrics.csv} to the next
     * @param timeline absolute path of the file that tells what every thread did when; null for
     *     none
     */
    public record Output(
            String directory,
            @Nullable String name,
            CheckpointInterval checkpointEvery,
            int logEvery,
            @Nullable String timeline) {}

    /** Whether each of several workers averages a range of the parameters. */
    public boolean shards() {
        return shardsAmong(cluster.workers());
    }

    /** The same where so many workers train the network, as one of several starting points. */
    public boolean shardsAmong(int workers) {
        int parameterCount = new ParameterLayout(model.network()).parameterCount();
        return workers > 1
                && training.replication() == null
                && (training.rounding().holdsBack()
                        || AveragingChoice.of(cluster.averaging(), parameterCount, workers)
                                == Averaging.SHARDED);
    }

    /**
     * Fills in the defaults.
     *
     * @throws ConfigurationException if options contradict each other
     * @throws DataException if a source of data is none
     */
    public static RunConfiguration of(GivenOptions given) {
        return Resolution.of(given);
    }

    /** The configuration of a run for which nothing was asked. */
    public static RunConfiguration defaults() {
        return of(GivenOptions.none());
    }

    /**
     * Reads what {@link #toHocon} wrote.
     *
     * @throws ConfigurationException if the text is not a configuration
     */
    public static RunConfiguration fromHocon(String text) {
        return of(GivenOptions.none().text(text));
    }

    /**
     * The content of {@code run.conf}: complete, so that no default is needed to repeat the run.
     */
    public String toHocon() {
        return ConfigurationText.of(this);
    }

    /**
     * One starting point of a run with restarts, as a run of its own inside the directory of the
     * whole: all is equal but the seed of the initial parameters.
     *
     * @param number of the starting point, from 1
     * @param directory of the whole run
     * @param workers that it is trained by, which changes no bit
     */
    public RunConfiguration restart(int number, RunDirectory directory, int workers) {
        Map<String, String> own =
                Map.of(
                        RunOptions.RESTARTS.name(), "1",
                        RunOptions.INIT_SEED.name(), String.valueOf(restartSeed(number)),
                        RunOptions.OUT.name(), directory.root().toString(),
                        RunOptions.NAME.name(), RunDirectory.restartName(number),
                        RunOptions.WORKERS.name(), String.valueOf(workers));
        return of(GivenOptions.none().text(toHocon()).commandLine(own));
    }

    /** Seed of the initial parameters of one starting point, from 1. */
    public long restartSeed(int number) {
        return model.initialSeed() + number - 1;
    }

    /**
     * Loads and divides the data, and checks what only they can decide.
     *
     * @throws DataException if data are missing or damaged, or do not fit the network
     * @throws ConfigurationException if a mini-batch is more than there are training samples
     */
    public DataSets loadData() {
        NetworkDescription network = model.network();
        DataSets sets = data.selection().load(training.seed(), network);
        requireFits(sets.training().size());
        return sets;
    }

    /**
     * Loads what a run that trains nothing works on: the test data, read as those of the model were
     * that it begins from, and nothing else.
     *
     * @throws ConfigurationException if there is no such model
     * @throws DataException if data are missing or damaged, or do not fit the network
     */
    public DataSets loadMeasured() {
        String file = Objects.requireNonNull(model.initialParameters(), "a model to measure");
        Dataset test =
                data.selection()
                        .loadTest(
                                training.seed(),
                                model.network(),
                                ModelFile.read(Path.of(file)).schema());
        return new DataSets(test, null, test);
    }

    /**
     * Checks what only the number of training samples can decide.
     *
     * @throws ConfigurationException if a mini-batch or the warm-up is more than there is
     */
    public void requireFits(int samples) {
        int batchSize = training.batch().size(samples);
        if (batchSize > samples) {
            throw new ConfigurationException(
                    RunOptions.BATCH.cite(training.batch())
                            + ": expected at most the "
                            + samples
                            + " training samples of "
                            + data.selection().data().text()
                            + "; use "
                            + RunOptions.BATCH.cite(new Batch.Samples(samples))
                            + " or less");
        }
        if (training.sliceSize(batchSize) > batchSize) {
            throw new ConfigurationException(
                    RunOptions.SLICE.cite(training.sliceSize(batchSize))
                            + ": a slice cannot be larger than the mini-batch of all "
                            + batchSize
                            + " training samples; use at most "
                            + batchSize);
        }
        requireRoomForASlice(training.sliceSize(batchSize));
        requireASliceForEachReplica(epochShape(samples));
        requireStepsAfterWarmUp(epochShape(samples));
    }

    private void requireRoomForASlice(int sliceSize) {
        Integer most = cluster.mostSamplesAtOnce();
        if (most != null && most < sliceSize) {
            throw new ConfigurationException(
                    RunOptions.SAMPLES_AT_ONCE.cite(most)
                            + ": a slice is computed at once ("
                            + RunOptions.SLICE.cite(sliceSize)
                            + "); use at least "
                            + sliceSize);
        }
    }

    private void requireASliceForEachReplica(EpochShape shape) {
        Replication replication = training.replication();
        int slices = shape.slices(shape.batchSize());
        if (replication != null && replication.replicas() > slices) {
            throw new ConfigurationException(
                    RunOptions.REPLICAS.cite(replication.replicas())
                            + ": a mini-batch of "
                            + shape.batchSize()
                            + " samples has only "
                            + slices
                            + (slices == 1 ? " slice" : " slices")
                            + " to share out ("
                            + RunOptions.SLICE.cite(shape.sliceSize())
                            + "); use at most "
                            + slices
                            + ", or a smaller --slice");
        }
    }

    private void requireStepsAfterWarmUp(EpochShape shape) {
        long steps = training.length().steps(shape);
        long warmup = training.schedule().warmup();
        if (warmup >= steps) {
            throw new ConfigurationException(
                    RunOptions.WARMUP.cite(warmup)
                            + ": the learning rate would still be rising when training ends, after "
                            + steps
                            + (steps == 1 ? " step" : " steps")
                            + "; use less than "
                            + steps);
        }
    }

    /**
     * Whether a checkpoint is due after so many commits. What falls due while replicas are on their
     * own ways is due when these meet.
     */
    public boolean checkpointDue(long committed, EpochShape shape) {
        Replication replication = training.replication();
        if (replication == null) {
            return output.checkpointEvery().isDue(committed, shape);
        }
        long from = replication.rounds(shape, committed).start(committed - 1);
        for (long step = from + 1; step <= committed; step++) {
            if (output.checkpointEvery().isDue(step, shape)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether, after so many commits, training waits for the validation loss, which decides how it
     * goes on: at the end of each epoch of runs that may stop early or lower their learning rate.
     */
    public boolean gateDue(long committed, EpochShape shape) {
        return training.watchesValidation() && shape.endsEpoch(committed - 1);
    }

    /**
     * How many generations a run may go through, each with streams of its own: one that fits the
     * preprocessing, the training, and where training may end early one that evaluates what is
     * kept.
     */
    public int generations() {
        Stopping stopping = training.stopping();
        boolean mayEndEarly =
                training.watchesValidation()
                        || stopping.untilGradientNorm() != null
                        || stopping.untilLossGrowth() != null;
        return 1 + (data.preprocess() == PreprocessingKind.NONE ? 0 : 1) + (mayEndEarly ? 1 : 0);
    }

    /** The learning rate of every step of a run whose epochs have this shape. */
    public Schedule learningRates(EpochShape shape) {
        return training.schedule()
                .create(
                        training.learningRate(),
                        training.length().steps(shape),
                        shape.stepsPerEpoch());
    }

    /** The same run, leaving what it leaves behind in {@code directory/name}. */
    public RunConfiguration in(String directory, String name) {
        return new RunConfiguration(
                data,
                model,
                training,
                cluster,
                new Output(
                        directory,
                        name,
                        output.checkpointEvery(),
                        output.logEvery(),
                        output.timeline()));
    }

    /** How the steps of epochs of this shape are divided among workers. */
    public Assignment assignment(EpochShape shape, int worldSize, Division division) {
        return new Assignment(shape, worldSize, training.rounding(), division);
    }

    /** How an epoch of so many training samples falls into steps and slices. */
    public EpochShape epochShape(int trainingSamples) {
        int batchSize = training.batch().size(trainingSamples);
        return new EpochShape(trainingSamples, batchSize, training.sliceSize(batchSize));
    }
}
