package glissade.coordinator;

import glissade.averaging.EarlyEnd;
import glissade.averaging.LossFigures;
import glissade.averaging.LossWarning;
import glissade.collective.EpochShape;
import glissade.math.Precision;
import glissade.run.WarningKind;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Locale;

/** Puts into words what the averager has seen of the losses, where, and what to try. */
final class LossWords {

    /** Powers of ten of numbers that are written without one. */
    private static final int LEAST_EXPONENT = -6;

    private static final int MOST_EXPONENT = 6;

    private final EpochShape shape;
    private final BigDecimal learningRate;
    private final Precision precision;

    /**
     * Speaks of one run.
     *
     * @param learningRate as it was configured
     * @param precision that gradient sums are rounded to
     */
    LossWords(EpochShape shape, double learningRate, Precision precision) {
        this.shape = shape;
        this.precision = precision;
        this.learningRate = BigDecimal.valueOf(learningRate);
    }

    static WarningKind kind(LossWarning warning) {
        return switch (warning.kind()) {
            case GROWS, ABOVE_START -> WarningKind.DIVERGENCE;
            case JUMPS, OVERSHOOTS -> WarningKind.OSCILLATION;
            case LIES_FLAT -> WarningKind.STAGNATION;
            case HARDLY_FALLS -> WarningKind.SLOW_DESCENT;
        };
    }

    String of(LossWarning warning) {
        LossFigures figures = warning.figures();
        String means =
                String.format(
                        Locale.ROOT,
                        "%.4g over the last %d steps, %.4g over those before",
                        figures.loss(),
                        figures.window(),
                        figures.before());
        String words =
                switch (warning.kind()) {
                    case GROWS ->
                            "the loss grows: " + means + "; try " + smaller() + " or --clip-norm 1";
                    case ABOVE_START ->
                            String.format(
                                    Locale.ROOT,
                                    "the loss lies above where it began: %.4g over the last %d steps,"
                                            + " %.4g at first; try %s",
                                    figures.loss(),
                                    figures.window(),
                                    figures.start(),
                                    smaller());
                    case JUMPS ->
                            String.format(
                                    Locale.ROOT,
                                    "the loss jumps up and down: up at %d of the last %d steps by more"
                                            + " than mini-batches differ; try %s",
                                    figures.jumps(),
                                    figures.window(),
                                    smaller());
                    case OVERSHOOTS ->
                            String.format(
                                    Locale.ROOT,
                                    "the loss does not fall: %s, though the gradient promised a fall by"
                                            + " %.3g: the steps overshoot, unless this is as low as it"
                                            + " gets; try %s or a --schedule that lowers it",
                                    means,
                                    figures.promised(),
                                    smaller());
                    case LIES_FLAT ->
                            String.format(
                                    Locale.ROOT,
                                    "the loss stagnates at %.4g: it lies on a plain or in a minimum, for"
                                            + " its gradient is small (norm %.3g, %.3g at first); try"
                                            + " another --init, --activation or --seed, or %s",
                                    figures.loss(),
                                    figures.norm(),
                                    figures.startNorm(),
                                    smaller());
                    case HARDLY_FALLS ->
                            String.format(
                                    Locale.ROOT,
                                    "the loss hardly falls: %s, though its gradient is not small (norm"
                                            + " %.3g, %.3g at first): the learning rate looks too small;"
                                            + " try a larger --lr (it is %s), for example %s",
                                    means,
                                    figures.norm(),
                                    figures.startNorm(),
                                    number(learningRate),
                                    number(learningRate.movePointRight(1)));
                };
        return at(figures.step()) + ": " + words;
    }

    /**
     * Why training has ended.
     *
     * @param kept what is left of it, for an end that is a failure
     */
    String of(EarlyEnd end, String kept) {
        return switch (end.reason()) {
            case FLAT ->
                    String.format(
                            Locale.ROOT,
                            "the loss lies flat at %s: the norm of its gradient is %.3g, at most the %s"
                                    + " of --until-gradient-norm",
                            at(end.step()),
                            end.figure(),
                            end.measure());
            case GROWN ->
                    String.format(
                            Locale.ROOT,
                            "the smoothed loss is %.4g at %s, at its lowest it was %.4g: it has"
                                    + " grown as far as --until-loss-growth allows",
                            end.figure(),
                            at(end.step()),
                            end.measure());
            case HOPELESS ->
                    String.format(
                            Locale.ROOT,
                            "the loss is %.4g at %s: it has been at least 1,000 times the first (%.4g)"
                                    + " for %d steps: training diverged; try %s; %s",
                            end.figure(),
                            at(end.step()),
                            end.measure(),
                            EarlyEnd.HOPELESS_STEPS,
                            smaller(),
                            kept);
        };
    }

    /**
     * A step whose loss was not finite.
     *
     * @param step from 0
     * @param model where the parameters before it are kept
     */
    String notFinite(long step, double loss, Path model) {
        return String.format(
                Locale.ROOT,
                "the loss became %s at %s: training diverged; try %s, for example --lr %s%s; the"
                        + " parameters of the last finite step are kept in %s",
                Double.isNaN(loss) ? "NaN" : "infinite",
                at(step + 1),
                smaller(),
                number(learningRate.movePointLeft(1)),
                precision == Precision.FP16
                        ? ", or --gradient-precision bf16 (in fp16, sums of gradients from 65,520 on"
                                + " are infinite)"
                        : "",
                model);
    }

    /**
     * What is left of a run that has failed.
     *
     * @param step commits that its parameters have seen
     */
    static String kept(long step, Path model) {
        return (step == 0
                        ? "the initial parameters are"
                        : "the parameters after step " + step + ", from before that, are")
                + " kept in "
                + model;
    }

    private String at(long committed) {
        return "step " + committed + " (epoch " + (shape.epoch(committed - 1) + 1) + ")";
    }

    private String smaller() {
        return "a smaller --lr (it is " + number(learningRate) + ")";
    }

    /** As one would give it: 0.001, 1e-7, 1000000. */
    private static String number(BigDecimal value) {
        BigDecimal plain = value.stripTrailingZeros();
        int exponent = plain.precision() - plain.scale() - 1;
        return exponent >= LEAST_EXPONENT && exponent <= MOST_EXPONENT
                ? plain.toPlainString()
                : plain.toString().toLowerCase(Locale.ROOT).replace("e+", "e");
    }
}
