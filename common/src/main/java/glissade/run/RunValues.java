package glissade.run;

import glissade.collective.Buckets;
import glissade.collective.Replication;
import glissade.collective.UnitRounding;
import glissade.data.DataSource;
import glissade.data.NearestName;
import glissade.math.Precision;
import glissade.nn.Activation;
import glissade.optim.OptimizerDescription;
import glissade.optim.ScheduleDescription;
import glissade.optim.ScheduleKind;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values of options that are more than a number, a name or a text. */
final class RunValues {

    private static final Pattern WIDTHS_TEXT = Pattern.compile("[1-9]\\d{0,6}(-[1-9]\\d{0,6})+");
    private static final Pattern NUMBER_TEXT = Pattern.compile("[+-]?\\.?\\d[\\d.,eE+-]*");

    /** Layer widths, 784-128-10. */
    static final ValueType<List<Integer>> WIDTHS =
            new ValueType<>(
                    "layer widths like 784-128-10",
                    RunValues::widths,
                    widths -> widths.stream().map(String::valueOf).collect(Collectors.joining("-")),
                    text -> null);

    /** A share of the training data or a source. What begins like a number is meant as one. */
    static final ValueType<String> VALIDATION =
            new ValueType<>(
                    "a number from 0 to below 1, or a source of data like those of --data",
                    RunValues::validation,
                    Function.identity(),
                    text -> null);

    /** Softmax is for the last layer alone. */
    static final ValueType<Activation> HIDDEN_ACTIVATION =
            ValueType.choice(
                    Arrays.stream(Activation.values())
                            .filter(activation -> activation != Activation.SOFTMAX)
                            .toList(),
                    Activation::optionName);

    static final ValueType<ScheduleKind> SCHEDULE =
            ValueType.choice(ScheduleKind.values(), ScheduleKind::optionName);

    /** From 0 to below 1. */
    static final ValueType<Double> SHARE =
            ValueType.decimal("a number from 0 to below 1", value -> value >= 0 && value < 1);

    static final ValueType<Long> SEED =
            ValueType.wholeLong("a whole number of at most 18 digits", Long.MIN_VALUE);

    private static final Pattern BYTES_TEXT = Pattern.compile("([1-9]\\d{0,6})([KM]iB)");

    private static final int MAX_BUCKET = 1 << 28;

    private static final ValueType<Integer> PARAMETERS = ValueType.whole(Buckets.BLOCK, MAX_BUCKET);

    /** Parameters in a bucket, whole blocks of them, or their size as floats. */
    static final ValueType<Integer> BUCKET =
            new ValueType<>(
                    "a multiple of "
                            + Buckets.BLOCK
                            + " parameters up to "
                            + MAX_BUCKET
                            + ", or their size in KiB or MiB, such as 32KiB",
                    RunValues::bucket,
                    String::valueOf,
                    text -> null);

    /** {@code epoch}, or a number of steps. */
    static final ValueType<CheckpointInterval> CHECKPOINT_INTERVAL =
            new ValueType<>(
                    "epoch or a whole number of steps, 0 for none",
                    RunValues::checkpointInterval,
                    RunValues::print,
                    text -> NearestName.among(List.of("epoch"), text));

    private static final ValueType<Long> STEPS = ValueType.wholeLong("a whole number", 0);

    private RunValues() {}

    /** The value of {@code --init-seed} where it is not that of {@code --seed}. */
    static @Nullable Long initialSeed(RunConfiguration run) {
        long seed = run.model().initialSeed();
        return seed == run.training().seed() ? null : Long.valueOf(seed);
    }

    /** The value of {@code --momentum}, which not every optimizer has. */
    static @Nullable Double momentum(OptimizerDescription optimizer) {
        return optimizer.hasMomentum() ? optimizer.momentum() : null;
    }

    /** The value of {@code --lr-decay}, which not every schedule has. */
    static @Nullable Double decay(ScheduleDescription schedule) {
        return schedule.kind().decays() ? schedule.decay() : null;
    }

    /** The value of {@code --replicas}, where there are any. */
    static @Nullable Integer replicas(@Nullable Replication replication) {
        return replication == null ? null : Integer.valueOf(replication.replicas());
    }

    /** The value of {@code --sync-every}, where there are replicas. */
    static @Nullable Integer syncEvery(@Nullable Replication replication) {
        return replication == null ? null : Integer.valueOf(replication.every());
    }

    /** The value of {@code --gradient-threshold}, where anything is held back. */
    static @Nullable Double threshold(UnitRounding rounding) {
        return rounding.holdsBack() ? rounding.threshold() : null;
    }

    /** The value of {@code --units}, where sums are rounded or held back. */
    static @Nullable Integer units(UnitRounding rounding) {
        return rounding.precision() == Precision.FP32 && !rounding.holdsBack()
                ? null
                : Integer.valueOf(rounding.units());
    }

    /** Whether a number that is not negative is a finite float too. */
    static boolean isFloat(double value) {
        return value >= 0 && (float) value <= Float.MAX_VALUE;
    }

    /** {@code all}, or a number of samples up to {@code most}. */
    static ValueType<Batch> batch(int most) {
        ValueType<Integer> samples = ValueType.whole(1, most);
        return new ValueType<>(
                "all or " + samples.expected(),
                text -> batch(text, samples),
                RunValues::print,
                text -> NearestName.among(List.of("all"), text));
    }

    private static @Nullable Batch batch(String text, ValueType<Integer> type) {
        if (text.equals("all")) {
            return new Batch.All();
        }
        Integer samples = type.parser().apply(text);
        return samples == null ? null : new Batch.Samples(samples);
    }

    private static String print(Batch batch) {
        return switch (batch) {
            case Batch.All() -> "all";
            case Batch.Samples(int samples) -> String.valueOf(samples);
        };
    }

    private static @Nullable Integer bucket(String text) {
        Matcher bytes = BYTES_TEXT.matcher(text);
        String parameters = text;
        if (bytes.matches()) {
            long unit = bytes.group(2).equals("KiB") ? 1L << 10 : 1L << 20;
            parameters = String.valueOf(Long.parseLong(bytes.group(1)) * unit / Float.BYTES);
        }
        Integer length = PARAMETERS.parser().apply(parameters);
        return length == null || length % Buckets.BLOCK != 0 ? null : length;
    }

    static @Nullable String text(@Nullable DataSource source) {
        return source == null ? null : source.text();
    }

    static @Nullable Double unlessZero(double share) {
        return share == 0 ? null : share;
    }

    private static @Nullable List<Integer> widths(String text) {
        return WIDTHS_TEXT.matcher(text).matches()
                ? Arrays.stream(text.split("-")).map(Integer::valueOf).toList()
                : null;
    }

    private static @Nullable String validation(String text) {
        boolean isNumber = NUMBER_TEXT.matcher(text).matches();
        boolean isWrong = isNumber ? SHARE.parser().apply(text) == null : text.isBlank();
        return isWrong ? null : text;
    }

    private static @Nullable CheckpointInterval checkpointInterval(String text) {
        if (text.equals("epoch")) {
            return new CheckpointInterval.EachEpoch();
        }
        Long steps = STEPS.parser().apply(text);
        return steps == null ? null : new CheckpointInterval.Steps(steps);
    }

    private static String print(CheckpointInterval interval) {
        return switch (interval) {
            case CheckpointInterval.EachEpoch() -> "epoch";
            case CheckpointInterval.Steps(long steps) -> STEPS.printer().apply(steps);
        };
    }
}
