package glissade.run;

import glissade.collective.Buckets;
import glissade.data.DataSource;
import glissade.data.MissingValues;
import glissade.data.NearestName;
import glissade.math.Precision;
import glissade.nn.Activation;
import glissade.nn.Initialization;
import glissade.nn.Loss;
import glissade.optim.OptimizerDescription;
import glissade.optim.ScheduleKind;
import glissade.preprocess.PreprocessingKind;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The table of all options that describe a run, in the order of a usage text. */
public final class RunOptions {

    private static final Pattern FILE_NAME =
            Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._-]{0,99}");
    private static final int MAX_SAMPLES = 1_000_000_000;
    private static final int MAX_UNITS = 1_024;

    public static final RunOption<String> DATA =
            option(
                    "data",
                    "SOURCE",
                    ValueType.text(DataSource.ACCEPTED),
                    "digits",
                    "training data, and for some test data: digits[:N], which the program draws, a"
                            + " directory with the standard MNIST files, idx:IMAGES,LABELS,"
                            + " csv:FILE[,label=COLUMN|,target=COLUMN], a table with a header,"
                            + " svm:FILE in libsvm's format, or npy:INPUTS,LABELS saved by NumPy",
                    run -> run.data().selection().data().text());

    public static final RunOption<String> TEST =
            option(
                    "test",
                    "SOURCE",
                    ValueType.text("a source of data like those of --data"),
                    follows("the test part of --data"),
                    "test data, named like --data",
                    run -> RunValues.text(run.data().selection().test()));

    public static final RunOption<Double> HOLDOUT =
            option(
                    "holdout",
                    "FRACTION",
                    ValueType.decimal(
                            "a number above 0 and below 1", value -> value > 0 && value < 1),
                    follows(""),
                    "share of --data that is kept for testing instead of test data of its own",
                    run -> RunValues.unlessZero(run.data().selection().holdOut()));

    public static final RunOption<String> VALIDATION =
            option(
                    "validation",
                    "FRACTION|SOURCE",
                    RunValues.VALIDATION,
                    follows("0.1 where something needs it, else 0"),
                    "validation data: a share of the training data, or data named like --data",
                    run -> run.data().selection().validationText());

    public static final RunOption<MissingValues> MISSING =
            option(
                    "missing",
                    "NAME",
                    ValueType.choice(MissingValues.values(), MissingValues::optionName),
                    "error",
                    "values that data lack: refuse them, put the mean of the training samples, or"
                            + " drop the sample",
                    run -> run.data().selection().missing());

    public static final RunOption<Boolean> STRATIFY =
            option(
                    "stratify",
                    "true|false",
                    ValueType.truth(),
                    "true",
                    "give each class its share in what --holdout and --validation take",
                    run -> run.data().selection().stratify());

    public static final RunOption<PreprocessingKind> PREPROCESS =
            option(
                    "preprocess",
                    "NAME",
                    ValueType.choice(PreprocessingKind.values(), PreprocessingKind::optionName),
                    "none",
                    "what is done to the inputs, fitted to the training data: mean 0 and deviation 1,"
                            + " range [0, 1], or principal or zero-phase components of equal"
                            + " variance",
                    run -> run.data().preprocess());

    public static final RunOption<List<Integer>> MODEL =
            option(
                    "model",
                    "WIDTHS",
                    RunValues.WIDTHS,
                    "784-128-10",
                    "width of each layer, from the inputs to the outputs",
                    run -> run.model().network().widths());

    public static final RunOption<Activation> ACTIVATION =
            option(
                    "activation",
                    "NAME",
                    RunValues.HIDDEN_ACTIVATION,
                    "relu",
                    "activation of the hidden layers",
                    run -> run.model().network().hidden());

    public static final RunOption<Loss> LOSS =
            option(
                    "loss",
                    "NAME",
                    ValueType.choice(Loss.values(), Loss::optionName),
                    "cross-entropy",
                    "what is minimised",
                    run -> run.model().network().loss());

    public static final RunOption<Activation> OUTPUT_ACTIVATION =
            option(
                    "output-activation",
                    "NAME",
                    ValueType.choice(Activation.values(), Activation::optionName),
                    follows(
                            "by the loss: softmax or sigmoid for the cross-entropies, identity for mse and mae,"
                                    + " sigmoid for quadratic"),
                    "activation of the last layer",
                    run -> run.model().network().output());

    public static final RunOption<Boolean> LAYER_NORM =
            option(
                    "layer-norm",
                    "true|false",
                    ValueType.truth(),
                    "false",
                    "normalise the weighted sums of each hidden layer before its activation",
                    run -> run.model().network().layerNorm());

    public static final RunOption<Initialization> INIT =
            option(
                    "init",
                    "NAME",
                    ValueType.choice(Initialization.values(), Initialization::optionName),
                    follows("he for the ReLUs, else xavier"),
                    "distribution of the initial weights",
                    run -> run.model().initialization());

    public static final RunOption<Long> INIT_SEED =
            option(
                    "init-seed",
                    "N",
                    RunValues.SEED,
                    follows("--seed"),
                    "decides the initial parameters alone",
                    RunValues::initialSeed);

    public static final RunOption<Integer> RESTARTS =
            option(
                    "restarts",
                    "K",
                    ValueType.whole(1, 10_000),
                    "1",
                    "starting points, their initial parameters from as many seeds: each is trained"
                            + " from, and that with the lowest validation loss is kept",
                    run -> run.model().restarts());

    public static final RunOption<String> INITIAL_PARAMETERS =
            option(
                    "initial-parameters",
                    "FILE",
                    ValueType.text("a safetensors file"),
                    follows(""),
                    "safetensors file with the parameters to begin from",
                    run -> run.model().initialParameters());

    public static final RunOption<Double> L1 =
            option(
                    "l1",
                    "LAMBDA",
                    ValueType.decimal("a number of 0 or more", RunValues::isFloat),
                    "0",
                    "adds LAMBDA times the sum of the weights' magnitudes to what is minimised",
                    run -> run.training().regularization().l1());

    public static final RunOption<Double> L2 =
            option(
                    "l2",
                    "LAMBDA",
                    ValueType.decimal("a number of 0 or more", RunValues::isFloat),
                    "0",
                    "adds LAMBDA/2 times the sum of the weights' squares to what is minimised",
                    run -> run.training().regularization().l2());

    public static final RunOption<Boolean> REGULARIZE_BIASES =
            option(
                    "regularize-biases",
                    "true|false",
                    ValueType.truth(),
                    "false",
                    "let --l1, --l2 and --weight-decay hold for biases and layer norm too",
                    run -> run.training().regularization().biases());

    public static final RunOption<Double> CLIP_NORM =
            option(
                    "clip-norm",
                    "NORM",
                    ValueType.positive(),
                    follows(""),
                    "scale the gradient down to this norm where it is larger",
                    run -> run.training().clipping().norm());

    public static final RunOption<Double> CLIP_VALUE =
            option(
                    "clip-value",
                    "VALUE",
                    ValueType.positive(),
                    follows(""),
                    "cut each component of the gradient off at this magnitude",
                    run -> run.training().clipping().value());

    public static final RunOption<Double> DROPOUT =
            option(
                    "dropout",
                    "SHARE",
                    RunValues.SHARE,
                    "0",
                    "share of the hidden units that each sample of a step goes without",
                    run -> run.training().regularization().dropout());

    public static final RunOption<Double> LABEL_SMOOTHING =
            option(
                    "label-smoothing",
                    "SHARE",
                    RunValues.SHARE,
                    "0",
                    "share of each label's target that is spread over all classes, in training",
                    run -> run.training().regularization().labelSmoothing());

    public static final RunOption<String> OPTIMIZER =
            option(
                    "optimizer",
                    "NAME",
                    ValueType.choice(OptimizerDescription.names(), Function.identity()),
                    "adam",
                    "how a gradient becomes an update",
                    run -> run.training().optimizer().name());

    public static final RunOption<Double> LR =
            option(
                    "lr",
                    "RATE",
                    ValueType.positive(),
                    follows("0.001 for adagrad, rmsprop, adam and adamw, else 0.1"),
                    "learning rate",
                    run -> run.training().learningRate());

    public static final RunOption<Double> MOMENTUM =
            option(
                    "momentum",
                    "FRACTION",
                    ValueType.decimal(
                            "a number from 0 to below 1", value -> value >= 0 && value < 1),
                    "0.9",
                    "share of the last update's velocity that optimizers momentum and nesterov keep",
                    run -> RunValues.momentum(run.training().optimizer()));

    public static final RunOption<Double> WEIGHT_DECAY =
            option(
                    "weight-decay",
                    "LAMBDA",
                    ValueType.decimal(
                            "a number of 0 or more",
                            value -> value >= 0 && (float) value <= Float.MAX_VALUE),
                    follows("0.01 for adamw, else 0"),
                    "share of each weight that is added to its gradient; with adamw, share of each"
                            + " weight, times the learning rate, that a step takes away",
                    run -> run.training().optimizer().weightDecay());

    public static final RunOption<ScheduleKind> SCHEDULE =
            option(
                    "schedule",
                    "NAME",
                    RunValues.SCHEDULE,
                    "constant",
                    "how the learning rate changes from step to step",
                    run -> run.training().schedule().kind());

    public static final RunOption<Double> LR_DECAY =
            option(
                    "lr-decay",
                    "FACTOR",
                    ValueType.positive(),
                    follows("0.1 for step, 0.95 for exponential, 1e8 for ramp"),
                    "what schedules step and exponential multiply the learning rate by; ramp, which"
                            + " is for range tests, in all its steps together",
                    run -> RunValues.decay(run.training().schedule()));

    public static final RunOption<Integer> LR_DECAY_EPOCHS =
            option(
                    "lr-decay-epochs",
                    "N",
                    ValueType.whole(1, 1_000_000),
                    follows("a third of the training for step, 1 for exponential"),
                    "epochs in which they multiply it once",
                    run -> run.training().schedule().decayEpochs());

    public static final RunOption<Long> WARMUP =
            option(
                    "warmup",
                    "STEPS",
                    ValueType.wholeLong("a whole number of 0 or more", 0),
                    "0",
                    "steps in front of the schedule in which the learning rate rises on a line",
                    run -> run.training().schedule().warmup());

    public static final RunOption<Batch> BATCH =
            option(
                    "batch",
                    "all|N",
                    RunValues.batch(MAX_SAMPLES),
                    "64",
                    "samples in a mini-batch, over all workers: 1 is stochastic, all is batch"
                            + " gradient descent",
                    run -> run.training().batch());

    public static final RunOption<Integer> SLICE =
            option(
                    "slice",
                    "N",
                    ValueType.whole(1, MAX_SAMPLES),
                    follows("a quarter of --batch, at most 32"),
                    "samples in a slice, the unit of arithmetic that is given to workers",
                    run -> run.training().slice());

    public static final RunOption<Precision> GRADIENT_PRECISION =
            option(
                    "gradient-precision",
                    "NAME",
                    ValueType.choice(Precision.values(), Precision::optionName),
                    "fp32",
                    "what gradient sums of units are rounded to, whoever computes them: bf16 and"
                            + " fp16 travel in half the bytes",
                    run -> run.training().rounding().precision());

    public static final RunOption<Double> GRADIENT_THRESHOLD =
            option(
                    "gradient-threshold",
                    "T",
                    ValueType.positive(),
                    follows("none"),
                    "elements of the gradient of a unit, averaged over its samples, that are smaller"
                            + " are held back until they have added up to it; zeros do not travel",
                    run -> RunValues.threshold(run.training().rounding()));

    public static final RunOption<Integer> UNITS =
            option(
                    "units",
                    "N",
                    ValueType.whole(1, MAX_UNITS),
                    "8",
                    "parts of a mini-batch whose gradient sums are rounded or held back: the top"
                            + " nodes of the tree over its slices",
                    run -> RunValues.units(run.training().rounding()));

    public static final RunOption<Integer> REPLICAS =
            option(
                    "replicas",
                    "R",
                    ValueType.whole(1, MAX_UNITS),
                    follows("none: every step is taken together"),
                    "local descent: replicas of the model, each with its share of every mini-batch,"
                            + " that are averaged every --sync-every steps",
                    run -> RunValues.replicas(run.training().replication()));

    public static final RunOption<Integer> SYNC_EVERY =
            option(
                    "sync-every",
                    "STEPS",
                    ValueType.whole(1, 1_000_000),
                    "8",
                    "steps that --replicas take on their own before they are averaged; an epoch's"
                            + " end averages them too",
                    run -> RunValues.syncEvery(run.training().replication()));

    public static final RunOption<Integer> EPOCHS =
            option(
                    "epochs",
                    "N",
                    ValueType.whole(1, 1_000_000),
                    "10",
                    "passes over the training data",
                    run ->
                            run.training().length() instanceof TrainingLength.Epochs(int epochs)
                                    ? epochs
                                    : null);

    public static final RunOption<Long> STEPS =
            option(
                    "steps",
                    "N",
                    ValueType.wholeLong("a whole number of 1 or more", 1),
                    follows(""),
                    "optimizer steps, instead of --epochs",
                    run ->
                            run.training().length() instanceof TrainingLength.Steps(long steps)
                                    ? steps
                                    : null);

    public static final RunOption<Integer> PATIENCE =
            option(
                    "patience",
                    "EPOCHS",
                    ValueType.whole(1, 1_000_000),
                    follows(""),
                    "epochs without a lower validation loss after which training ends; the best"
                            + " parameters are kept",
                    run -> run.training().stopping().patience());

    public static final RunOption<Double> UNTIL_GRADIENT_NORM =
            option(
                    "until-gradient-norm",
                    "NORM",
                    ValueType.positive(),
                    follows(""),
                    "norm of the gradient at or below which training ends: the loss lies flat",
                    run -> run.training().stopping().untilGradientNorm());

    public static final RunOption<Double> UNTIL_LOSS_GROWTH =
            option(
                    "until-loss-growth",
                    "FACTOR",
                    ValueType.decimal(
                            "a number above 1",
                            value -> value > 1 && value < Double.POSITIVE_INFINITY),
                    follows(""),
                    "how many times its lowest the smoothed loss may be before training ends",
                    run -> run.training().stopping().untilLossGrowth());

    public static final RunOption<Long> SEED =
            option(
                    "seed",
                    "N",
                    RunValues.SEED,
                    "1",
                    "decides initial parameters, order of samples and which are held out",
                    run -> run.training().seed());

    public static final RunOption<Boolean> SHUFFLE =
            option(
                    "shuffle",
                    "true|false",
                    ValueType.truth(),
                    "true",
                    "give each epoch an order of its own",
                    run -> run.data().shuffle());

    public static final RunOption<Integer> WORKERS =
            option(
                    "workers",
                    "N",
                    ValueType.whole(1, 1024),
                    "2",
                    "worker JVMs that share the work",
                    run -> run.cluster().workers());

    public static final RunOption<Integer> THREADS =
            option(
                    "threads",
                    "N",
                    ValueType.whole(1, 256),
                    "1",
                    "training threads in each worker",
                    run -> run.cluster().threads());

    public static final RunOption<Integer> SAMPLES_AT_ONCE =
            option(
                    "samples-at-once",
                    "N",
                    ValueType.whole(1, MAX_SAMPLES),
                    follows("its whole share of a mini-batch"),
                    "samples that a worker holds in memory at once; it goes through its share in"
                            + " passes, to the same bits",
                    run -> run.cluster().mostSamplesAtOnce());

    public static final RunOption<Transport> TRANSPORT =
            option(
                    "transport",
                    "NAME",
                    ValueType.choice(Transport.values(), Transport::optionName),
                    "auto",
                    "how gradients travel; auto: through shared memory between those that prove to share"
                            + " it, over UDP between others",
                    run -> run.cluster().transport());

    public static final RunOption<Averaging> AVERAGING =
            option(
                    "averaging",
                    "NAME",
                    ValueType.choice(Averaging.values(), Averaging::optionName),
                    "auto",
                    "where gradients are averaged",
                    run -> run.cluster().averaging());

    public static final RunOption<Integer> BUCKET =
            option(
                    "bucket",
                    "SIZE",
                    RunValues.BUCKET,
                    String.valueOf(Buckets.DEFAULT_LENGTH),
                    "parameters that travel together, to the same bits: their gradients leave, and"
                            + " they arrive, when all are there",
                    run -> run.cluster().bucketLength());

    public static final RunOption<CheckpointInterval> CHECKPOINT_EVERY =
            option(
                    "checkpoint-every",
                    "epoch|STEPS",
                    RunValues.CHECKPOINT_INTERVAL,
                    "epoch",
                    "when to write checkpoints: after each epoch, every N steps, or 0 for only when"
                            + " stopped",
                    run -> run.output().checkpointEvery());

    public static final RunOption<String> OUT =
            option(
                    "out",
                    "DIR",
                    ValueType.text("a directory"),
                    "runs",
                    "where run directories go",
                    run -> run.output().directory());

    public static final RunOption<String> NAME =
            option(
                    "name",
                    "RUN",
                    ValueType.matching(
                            "letters, digits, '.', '_' and '-', beginning with a letter or digit",
                            FILE_NAME),
                    follows("date and time"),
                    "name of the run directory",
                    run -> run.output().name());

    public static final RunOption<Integer> LOG_EVERY =
            option(
                    "log-every",
                    "STEPS",
                    ValueType.whole(1, 1_000_000_000),
                    "1",
                    "steps from one row of metrics.csv to the next",
                    run -> run.output().logEvery());

    /** Not part of what is repeated or resumed: another run would write over this one's file. */
    public static final RunOption<String> TIMELINE =
            option(
                    "timeline",
                    "FILE",
                    ValueType.text("a file"),
                    follows(""),
                    "write what every worker and averager did when, as a trace for Perfetto or"
                            + " chrome://tracing; run.conf leaves this out",
                    run -> null);

    private static final List<RunOption<?>> ALL =
            List.of(
                    DATA,
                    TEST,
                    HOLDOUT,
                    VALIDATION,
                    MISSING,
                    STRATIFY,
                    PREPROCESS,
                    MODEL,
                    ACTIVATION,
                    LOSS,
                    OUTPUT_ACTIVATION,
                    LAYER_NORM,
                    INIT,
                    INIT_SEED,
                    RESTARTS,
                    INITIAL_PARAMETERS,
                    L1,
                    L2,
                    REGULARIZE_BIASES,
                    CLIP_NORM,
                    CLIP_VALUE,
                    DROPOUT,
                    LABEL_SMOOTHING,
                    OPTIMIZER,
                    LR,
                    MOMENTUM,
                    WEIGHT_DECAY,
                    SCHEDULE,
                    LR_DECAY,
                    LR_DECAY_EPOCHS,
                    WARMUP,
                    BATCH,
                    SLICE,
                    GRADIENT_PRECISION,
                    GRADIENT_THRESHOLD,
                    UNITS,
                    REPLICAS,
                    SYNC_EVERY,
                    EPOCHS,
                    STEPS,
                    PATIENCE,
                    UNTIL_GRADIENT_NORM,
                    UNTIL_LOSS_GROWTH,
                    SEED,
                    SHUFFLE,
                    WORKERS,
                    THREADS,
                    SAMPLES_AT_ONCE,
                    TRANSPORT,
                    AVERAGING,
                    BUCKET,
                    CHECKPOINT_EVERY,
                    OUT,
                    NAME,
                    LOG_EVERY,
                    TIMELINE);

    /** What other programs call some of them: only to propose the right name. */
    private static final Map<String, String> ALIASES =
            Map.of(
                    "learning-rate", "lr",
                    "batch-size", "batch",
                    "slice-size", "slice",
                    "micro-batch", "samples-at-once",
                    "layers", "model",
                    "output-dir", "out");

    private RunOptions() {}

    /** Stands where a default would: there is none, or it follows from other options. */
    private record Follows(String words) {}

    private static Follows follows(String words) {
        return new Follows(words);
    }

    private static <T> RunOption<T> option(
            String name,
            String placeholder,
            ValueType<T> type,
            Follows follows,
            String description,
            Function<RunConfiguration, @Nullable T> reader) {
        return new RunOption<>(name, placeholder, type, null, follows.words(), description, reader);
    }

    private static <T> RunOption<T> option(
            String name,
            String placeholder,
            ValueType<T> type,
            String fallback,
            String description,
            Function<RunConfiguration, @Nullable T> reader) {
        return new RunOption<>(
                name,
                placeholder,
                type,
                type.parser().apply(fallback),
                fallback,
                description,
                reader);
    }

    public static List<RunOption<?>> all() {
        return ALL;
    }

    /** The option of that name (without dashes in front), or null. */
    public static @Nullable RunOption<?> named(String name) {
        for (RunOption<?> option : ALL) {
            if (option.name().equals(name)) {
                return option;
            }
        }
        return null;
    }

    /** The name of an option that may have been meant by an unknown one, or null. */
    public static @Nullable String nearest(String unknown) {
        String nearest = NearestName.among(ALL.stream().map(RunOption::name).toList(), unknown);
        if (nearest != null) {
            return nearest;
        }
        String alias = NearestName.among(ALIASES.keySet(), unknown);
        return alias == null ? null : ALIASES.get(alias);
    }

    /**
     * The option of that name.
     *
     * @param place where the name was given, for the message
     * @throws ConfigurationException if there is none; the message proposes the nearest
     */
    static RunOption<?> requireNamed(String name, String place) {
        RunOption<?> option = named(name);
        if (option != null) {
            return option;
        }
        String nearest = nearest(name);
        throw new ConfigurationException(
                place
                        + ": there is no such option; "
                        + (nearest == null
                                ? "the options are those of: glissade train --help"
                                : "did you mean " + nearest + "?"));
    }
}
