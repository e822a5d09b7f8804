package glissade.run;

import glissade.collective.Replication;
import glissade.collective.UnitRounding;
import glissade.data.DataSelection;
import glissade.math.Precision;
import glissade.nn.Activation;
import glissade.nn.Initialization;
import glissade.nn.Loss;
import glissade.nn.NetworkDescription;
import glissade.optim.OptimizerDescription;
import glissade.optim.ScheduleDescription;
import glissade.optim.ScheduleKind;
import glissade.preprocess.Fitting;
import glissade.preprocess.PreprocessingKind;
import glissade.run.RunConfiguration.Cluster;
import glissade.run.RunConfiguration.Data;
import glissade.run.RunConfiguration.Model;
import glissade.run.RunConfiguration.Output;
import glissade.run.RunConfiguration.Training;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns the options that were given into a configuration: defaults that follow from other options,
 * and the refusal of options that contradict each other.
 */
final class Resolution {

    private static final String VALIDATION_SHARE = "0.1";
    private static final double ADAPTIVE_RATE = 0.001;
    private static final double PLAIN_RATE = 0.1;

    private final GivenOptions given;

    private Resolution(GivenOptions given) {
        this.given = given;
    }

    static RunConfiguration of(GivenOptions given) {
        Resolution resolution = new Resolution(given);
        return new RunConfiguration(
                resolution.data(),
                resolution.model(),
                resolution.training(),
                resolution.cluster(),
                resolution.output());
    }

    private Data data() {
        if (given.contradict(RunOptions.TEST, RunOptions.HOLDOUT)) {
            throw contradiction(RunOptions.TEST, RunOptions.HOLDOUT);
        }
        Double holdout = winner(RunOptions.HOLDOUT, RunOptions.TEST);
        // Paths become absolute, so that the run can be repeated from another directory.
        DataSelection selection =
                DataSelection.parse(
                                given.valueOf(RunOptions.DATA),
                                winner(RunOptions.TEST, RunOptions.HOLDOUT),
                                holdout == null ? 0 : holdout,
                                Objects.requireNonNullElse(
                                        given.given(RunOptions.VALIDATION), defaultValidation()),
                                Path.of(""))
                        .with(
                                given.valueOf(RunOptions.MISSING),
                                given.valueOf(RunOptions.STRATIFY));
        requireValidation(selection);
        return new Data(selection, preprocess(), given.valueOf(RunOptions.SHUFFLE));
    }

    private PreprocessingKind preprocess() {
        PreprocessingKind kind = given.valueOf(RunOptions.PREPROCESS);
        int inputs = given.valueOf(RunOptions.MODEL).getFirst();
        if (!Fitting.isPossible(kind, inputs)) {
            throw new ConfigurationException(
                    given.cite(RunOptions.PREPROCESS)
                            + ": "
                            + Fitting.whyImpossible(inputs)
                            + "; use --preprocess "
                            + PreprocessingKind.STANDARDIZE.optionName());
        }
        return kind;
    }

    /** Some data are kept for validation as soon as something looks at them. */
    private String defaultValidation() {
        return validationWatcher() == null ? "0" : VALIDATION_SHARE;
    }

    /** The option that asks for validation data, or null. */
    private @Nullable RunOption<?> validationWatcher() {
        if (given.given(RunOptions.PATIENCE) != null) {
            return RunOptions.PATIENCE;
        }
        if (given.given(RunOptions.SCHEDULE) == ScheduleKind.PLATEAU) {
            return RunOptions.SCHEDULE;
        }
        return given.valueOf(RunOptions.RESTARTS) > 1 ? RunOptions.RESTARTS : null;
    }

    private void requireValidation(DataSelection selection) {
        RunOption<?> watcher = validationWatcher();
        if (watcher != null
                && selection.validation() == null
                && selection.validationFraction() == 0) {
            throw new ConfigurationException(
                    given.cite(watcher)
                            + ": there are no validation data to watch ("
                            + given.cite(RunOptions.VALIDATION)
                            + "); use --validation "
                            + VALIDATION_SHARE);
        }
    }

    private Model model() {
        List<Integer> widths = given.valueOf(RunOptions.MODEL);
        Activation hidden = given.valueOf(RunOptions.ACTIVATION);
        Loss loss = given.valueOf(RunOptions.LOSS);
        Activation output =
                Objects.requireNonNullElse(
                        given.given(RunOptions.OUTPUT_ACTIVATION), loss.defaultOutput());
        NetworkDescription network;
        try {
            network =
                    new NetworkDescription(
                            widths, hidden, output, loss, given.valueOf(RunOptions.LAYER_NORM));
        } catch (IllegalArgumentException nonsense) {
            throw new ConfigurationException(String.valueOf(nonsense.getMessage()), nonsense);
        }
        if (given.contradict(RunOptions.INIT_SEED, RunOptions.INITIAL_PARAMETERS)) {
            throw contradiction(RunOptions.INIT_SEED, RunOptions.INITIAL_PARAMETERS);
        }
        return new Model(
                network,
                Objects.requireNonNullElse(
                        given.given(RunOptions.INIT), Initialization.defaultFor(hidden)),
                initialParameters(),
                Objects.requireNonNullElse(
                        winner(RunOptions.INIT_SEED, RunOptions.INITIAL_PARAMETERS),
                        given.valueOf(RunOptions.SEED)),
                restarts());
    }

    private int restarts() {
        int restarts = given.valueOf(RunOptions.RESTARTS);
        if (restarts > 1 && winner(RunOptions.INITIAL_PARAMETERS, RunOptions.INIT_SEED) != null) {
            throw new ConfigurationException(
                    given.cite(RunOptions.RESTARTS)
                            + ": all would begin from the parameters of "
                            + given.cite(RunOptions.INITIAL_PARAMETERS)
                            + "; leave one of the two out");
        }
        return restarts;
    }

    private @Nullable String initialParameters() {
        return absolute(
                RunOptions.INITIAL_PARAMETERS,
                winner(RunOptions.INITIAL_PARAMETERS, RunOptions.INIT_SEED));
    }

    private Training training() {
        OptimizerDescription optimizer = optimizer();
        Batch batch = given.valueOf(RunOptions.BATCH);
        Integer slice = given.given(RunOptions.SLICE);
        if (slice != null && batch instanceof Batch.Samples(int samples) && slice > samples) {
            throw new ConfigurationException(
                    given.cite(RunOptions.SLICE)
                            + ": a slice cannot be larger than the mini-batch ("
                            + given.cite(RunOptions.BATCH)
                            + "); use at most "
                            + samples);
        }
        return new Training(
                optimizer,
                Objects.requireNonNullElse(
                        given.given(RunOptions.LR),
                        optimizer.isAdaptive() ? ADAPTIVE_RATE : PLAIN_RATE),
                schedule(),
                batch,
                slice(),
                rounding(),
                replication(),
                length(),
                regularization(),
                new Clipping(given.given(RunOptions.CLIP_NORM), given.given(RunOptions.CLIP_VALUE)),
                new Stopping(
                        given.given(RunOptions.PATIENCE),
                        given.given(RunOptions.UNTIL_GRADIENT_NORM),
                        given.given(RunOptions.UNTIL_LOSS_GROWTH)),
                given.valueOf(RunOptions.SEED));
    }

    /** Null where it follows from the number of training samples. */
    private @Nullable Integer slice() {
        Integer slice = given.given(RunOptions.SLICE);
        return slice == null
                        && given.valueOf(RunOptions.BATCH) instanceof Batch.Samples(int samples)
                ? Integer.valueOf(Training.defaultSlice(samples))
                : slice;
    }

    private UnitRounding rounding() {
        Precision precision = given.valueOf(RunOptions.GRADIENT_PRECISION);
        Double threshold = given.given(RunOptions.GRADIENT_THRESHOLD);
        if (threshold != null) {
            requireFullAndSharded(precision);
            return new UnitRounding(precision, given.valueOf(RunOptions.UNITS), threshold);
        }
        if (precision != Precision.FP32) {
            return new UnitRounding(precision, given.valueOf(RunOptions.UNITS));
        }
        if (given.holdsAgainst(RunOptions.UNITS, RunOptions.GRADIENT_PRECISION)) {
            throw new ConfigurationException(
                    given.cite(RunOptions.UNITS)
                            + ": has no effect with "
                            + given.cite(RunOptions.GRADIENT_PRECISION)
                            + "; leave it out, or use gradient-precision bf16 or fp16");
        }
        return UnitRounding.NONE;
    }

    private void requireFullAndSharded(Precision precision) {
        if (precision != Precision.FP32) {
            throw contradiction(RunOptions.GRADIENT_THRESHOLD, RunOptions.GRADIENT_PRECISION);
        }
        if (given.valueOf(RunOptions.AVERAGING) == Averaging.STAR) {
            throw new ConfigurationException(
                    given.cite(RunOptions.GRADIENT_THRESHOLD)
                            + ": what is held back is kept by workers that average; leave "
                            + given.cite(RunOptions.AVERAGING)
                            + " out, or use averaging sharded");
        }
    }

    private @Nullable Replication replication() {
        Integer replicas = given.given(RunOptions.REPLICAS);
        if (replicas == null) {
            if (given.given(RunOptions.SYNC_EVERY) != null) {
                throw new ConfigurationException(
                        given.cite(RunOptions.SYNC_EVERY)
                                + ": has no effect without replicas; leave it out, or use"
                                + " --replicas too");
            }
            return null;
        }
        if (given.valueOf(RunOptions.GRADIENT_PRECISION) != Precision.FP32) {
            throw noGradientTravels(RunOptions.GRADIENT_PRECISION);
        }
        if (given.given(RunOptions.GRADIENT_THRESHOLD) != null) {
            throw noGradientTravels(RunOptions.GRADIENT_THRESHOLD);
        }
        if (given.valueOf(RunOptions.AVERAGING) == Averaging.SHARDED) {
            throw new ConfigurationException(
                    given.cite(RunOptions.AVERAGING)
                            + ": replicas are averaged in one place ("
                            + given.cite(RunOptions.REPLICAS)
                            + "); use --averaging star, or leave it out");
        }
        return new Replication(replicas, given.valueOf(RunOptions.SYNC_EVERY));
    }

    private ConfigurationException noGradientTravels(RunOption<?> option) {
        return new ConfigurationException(
                given.cite(option)
                        + ": no gradient travels with "
                        + given.cite(RunOptions.REPLICAS)
                        + "; leave one of the two out");
    }

    private Regularization regularization() {
        double dropout = given.valueOf(RunOptions.DROPOUT);
        if (dropout > 0 && given.valueOf(RunOptions.MODEL).size() == 2) {
            throw new ConfigurationException(
                    given.cite(RunOptions.DROPOUT)
                            + ": there are no hidden units to leave out in "
                            + given.cite(RunOptions.MODEL)
                            + "; leave it out");
        }
        double smoothing = given.valueOf(RunOptions.LABEL_SMOOTHING);
        if (smoothing > 0 && !given.valueOf(RunOptions.LOSS).isForClasses()) {
            throw new ConfigurationException(
                    given.cite(RunOptions.LABEL_SMOOTHING)
                            + ": has no meaning with "
                            + given.cite(RunOptions.LOSS)
                            + "; leave it out, or use loss cross-entropy");
        }
        return new Regularization(
                given.valueOf(RunOptions.L1),
                given.valueOf(RunOptions.L2),
                given.valueOf(RunOptions.REGULARIZE_BIASES),
                dropout,
                smoothing);
    }

    private OptimizerDescription optimizer() {
        String name = given.valueOf(RunOptions.OPTIMIZER);
        OptimizerDescription optimizer = OptimizerDescription.of(name);
        Double weightDecay = given.given(RunOptions.WEIGHT_DECAY);
        if (weightDecay != null) {
            optimizer = optimizer.withWeightDecay(weightDecay);
        }
        if (optimizer.hasMomentum()) {
            return optimizer.withMomentum(given.valueOf(RunOptions.MOMENTUM));
        }
        if (given.holdsAgainst(RunOptions.MOMENTUM, RunOptions.OPTIMIZER)) {
            throw new ConfigurationException(
                    given.cite(RunOptions.MOMENTUM)
                            + ": has no effect with "
                            + given.cite(RunOptions.OPTIMIZER)
                            + "; leave it out, or use optimizer momentum or nesterov");
        }
        return optimizer;
    }

    private ScheduleDescription schedule() {
        ScheduleKind kind = given.valueOf(RunOptions.SCHEDULE);
        ScheduleDescription schedule =
                ScheduleDescription.of(kind).withWarmup(given.valueOf(RunOptions.WARMUP));
        if (!kind.decays()) {
            requireNoDecay(RunOptions.LR_DECAY);
        }
        if (!kind.decaysByEpochs()) {
            requireNoDecay(RunOptions.LR_DECAY_EPOCHS);
        }
        if (!kind.decays()) {
            return schedule;
        }
        Double decay = given.given(RunOptions.LR_DECAY);
        Integer epochs = given.given(RunOptions.LR_DECAY_EPOCHS);
        if (decay != null && !ScheduleDescription.isDecayOf(kind, decay)) {
            throw new ConfigurationException(
                    given.cite(RunOptions.LR_DECAY)
                            + (kind == ScheduleKind.RAMP
                                    ? ": expected a number above 1 with "
                                    : ": expected a number below 1 with ")
                            + given.cite(RunOptions.SCHEDULE)
                            + (kind == ScheduleKind.RAMP
                                    ? ", which climbs"
                                    : "; only schedules exponential and ramp may let the learning"
                                            + " rate grow"));
        }
        schedule = decay == null ? schedule : schedule.withDecay(decay);
        return epochs == null || !kind.decaysByEpochs()
                ? schedule
                : schedule.withDecayEpochs(epochs);
    }

    private void requireNoDecay(RunOption<?> option) {
        if (given.holdsAgainst(option, RunOptions.SCHEDULE)) {
            throw new ConfigurationException(
                    given.cite(option)
                            + ": has no effect with "
                            + given.cite(RunOptions.SCHEDULE)
                            + "; leave it out, or use schedule step or exponential");
        }
    }

    private TrainingLength length() {
        if (given.contradict(RunOptions.EPOCHS, RunOptions.STEPS)) {
            throw contradiction(RunOptions.EPOCHS, RunOptions.STEPS);
        }
        Long steps = winner(RunOptions.STEPS, RunOptions.EPOCHS);
        return steps == null
                ? new TrainingLength.Epochs(given.valueOf(RunOptions.EPOCHS))
                : new TrainingLength.Steps(steps);
    }

    private Cluster cluster() {
        Integer atOnce = given.given(RunOptions.SAMPLES_AT_ONCE);
        Integer slice = slice();
        if (atOnce != null && slice != null && atOnce < slice) {
            throw new ConfigurationException(
                    given.cite(RunOptions.SAMPLES_AT_ONCE)
                            + ": a slice is computed at once ("
                            + RunOptions.SLICE.cite(slice)
                            + "); use at least "
                            + slice);
        }
        return new Cluster(
                given.valueOf(RunOptions.WORKERS),
                given.valueOf(RunOptions.THREADS),
                given.valueOf(RunOptions.TRANSPORT),
                given.valueOf(RunOptions.AVERAGING),
                given.valueOf(RunOptions.BUCKET),
                atOnce);
    }

    private Output output() {
        return new Output(
                given.valueOf(RunOptions.OUT),
                given.given(RunOptions.NAME),
                given.valueOf(RunOptions.CHECKPOINT_EVERY),
                given.valueOf(RunOptions.LOG_EVERY),
                timeline());
    }

    private @Nullable String timeline() {
        if (given.given(RunOptions.TIMELINE) != null && given.valueOf(RunOptions.RESTARTS) > 1) {
            throw new ConfigurationException(
                    given.cite(RunOptions.TIMELINE)
                            + ": one file cannot take the timelines of "
                            + given.cite(RunOptions.RESTARTS)
                            + "; leave one of the two out");
        }
        return absolute(RunOptions.TIMELINE, given.given(RunOptions.TIMELINE));
    }

    private @Nullable String absolute(RunOption<String> option, @Nullable String file) {
        try {
            return file == null ? null : Path.of(file).toAbsolutePath().toString();
        } catch (InvalidPathException nonsense) {
            throw new ConfigurationException(
                    given.cite(option) + ": not a path: " + nonsense.getReason(), nonsense);
        }
    }

    /** The value of {@code option}, null where {@code rival} outranks it. */
    private <T> @Nullable T winner(RunOption<T> option, RunOption<?> rival) {
        return given.holdsAgainst(option, rival) ? given.given(option) : null;
    }

    private ConfigurationException contradiction(RunOption<?> one, RunOption<?> other) {
        return new ConfigurationException(
                given.cite(one)
                        + " and "
                        + given.cite(other)
                        + " exclude each other; give one of them");
    }
}
