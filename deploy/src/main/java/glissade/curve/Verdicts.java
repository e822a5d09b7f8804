package glissade.curve;

import glissade.curve.LossCurve.Stretch;
import glissade.curve.Verdict.Kind;
import java.util.List;
import java.util.Locale;

/**
 * Judges settings that were trained from the same parameters on the same data, by their curves. All
 * looks go to means over some forty stretches of training, so that the noise of mini-batches does
 * not count as oscillation. The limits were set on curves of digit networks with learning rates
 * over seven decades.
 */
public final class Verdicts {

    private static final int STRETCHES = 40;
    private static final long LEAST_SAMPLES = 512;

    /** Samples whose mean loss says where all begin. */
    private static final long FIRST_SAMPLES = 64;

    /** But not more steps than these: with batches of one sample, much is learnt in 64 of them. */
    private static final int FIRST_STEPS = 8;

    /** A loss that ends this many times above where it began has diverged. */
    private static final double DIVERGED = 2;

    /** So has one that was once this many times its start, and had not recovered by half time. */
    private static final double EXPLODED = 10;

    /** Share of its start that the lowest loss must have lost for anything to have been learnt. */
    private static final double LEARNT = 0.15;

    /** Share of the best setting's fall that another may lack and be good as well. */
    private static final double NEAR = 0.05;

    /** A climb in the second half of training by this share of the start is an oscillation. */
    private static final double CLIMB = 0.1;

    /** Share of the best setting's fall below which a loss hardly fell. */
    private static final double HARDLY = 0.2;

    /** A loss that was once this many times its start has risen: the steps were not too small. */
    private static final double RISEN = 1.2;

    /** Share that a loss must lose in the second half to be on its way still. */
    private static final double STILL_FALLING = 0.05;

    private final double start;
    private final double lowest;

    private Verdicts(double start, double lowest) {
        this.start = start;
        this.lowest = lowest;
    }

    /** Judges all settings, in their order. */
    public static List<Verdict> of(List<Candidate> candidates) {
        List<Shape> shapes = candidates.stream().map(Shape::of).toList();
        double start = start(candidates);
        double lowest = start;
        for (Shape shape : shapes) {
            if (shape.failure.isEmpty() && shape.end < lowest) {
                lowest = shape.end;
            }
        }
        Verdicts verdicts = new Verdicts(start, lowest);
        return shapes.stream().map(verdicts::of).toList();
    }

    /**
     * Where all begin, at the same parameters: as the largest mini-batch sees it, which sees most.
     */
    private static double start(List<Candidate> candidates) {
        int largest = 0;
        double start = Double.NaN;
        for (Candidate candidate : candidates) {
            LossCurve curve = candidate.curve();
            if (curve.size() == 0 || candidate.batchSize() < largest) {
                continue;
            }
            double loss = beginning(curve);
            boolean lower = !(loss >= start);
            if (candidate.batchSize() > largest || lower) {
                start = loss;
            }
            largest = candidate.batchSize();
        }
        return start;
    }

    private static double beginning(LossCurve curve) {
        double sum = 0;
        int count = 0;
        do {
            sum += curve.loss(count++);
        } while (count < Math.min(FIRST_STEPS, curve.size())
                && curve.samples(count) <= FIRST_SAMPLES);
        return sum / count;
    }

    /**
     * What matters of a curve.
     *
     * @param end mean over the last stretch
     * @param middle mean over the stretch in the middle
     * @param climb largest rise above a former low, in the second half
     */
    private record Shape(String failure, double end, double middle, double peak, double climb) {

        static Shape of(Candidate candidate) {
            List<Stretch> all = candidate.curve().stretches(STRETCHES, LEAST_SAMPLES);
            if (all.isEmpty()) {
                return new Shape(candidate.failure(), Double.NaN, Double.NaN, Double.NaN, 0);
            }
            double peak = Double.NEGATIVE_INFINITY;
            for (Stretch stretch : all) {
                peak = Math.max(peak, stretch.loss());
            }
            List<Stretch> second = all.subList(all.size() / 2, all.size());
            double low = second.getFirst().loss();
            double climb = 0;
            for (Stretch stretch : second) {
                low = Math.min(low, stretch.loss());
                climb = Math.max(climb, stretch.loss() - low);
            }
            return new Shape(
                    candidate.failure(),
                    all.getLast().loss(),
                    second.getFirst().loss(),
                    peak,
                    climb);
        }
    }

    private Verdict of(Shape shape) {
        if (!shape.failure.isEmpty()) {
            return new Verdict(Kind.DIVERGED, shape.failure);
        }
        if (!(shape.end <= DIVERGED * start)) {
            return new Verdict(
                    Kind.DIVERGED,
                    Double.isFinite(shape.end)
                            ? "rose from " + text(start) + " to " + text(shape.end)
                            : "the loss is no number any more");
        }
        boolean learnt = start - shape.end >= LEARNT * start;
        boolean recovered = learnt && shape.middle <= start;
        if (!recovered && shape.peak > EXPLODED * start) {
            return new Verdict(
                    Kind.DIVERGED,
                    "rose from "
                            + text(start)
                            + " to "
                            + text(shape.peak)
                            + ", ended at "
                            + text(shape.end));
        }
        boolean oscillates = shape.climb > CLIMB * start;
        boolean best = shape.end == lowest;
        boolean near = shape.end - lowest <= NEAR * (start - lowest);
        if (learnt && (best || (near && !oscillates))) {
            return new Verdict(
                    Kind.GOOD,
                    (best ? "the lowest: " : "near the lowest: ")
                            + text(shape.end)
                            + (oscillates ? ", after a climb by " + text(shape.climb) : ""));
        }
        if (oscillates) {
            return new Verdict(
                    Kind.OSCILLATING, "climbed by " + text(shape.climb) + " in the second half");
        }
        boolean hardly = !learnt || start - shape.end < HARDLY * (start - lowest);
        if (hardly && shape.peak <= RISEN * start) {
            return new Verdict(
                    Kind.TOO_SMALL, "hardly fell: from " + text(start) + " to " + text(shape.end));
        }
        if (learnt && shape.end <= (1 - STILL_FALLING) * shape.middle) {
            return new Verdict(
                    Kind.SLOW,
                    "still falling: "
                            + text(shape.middle)
                            + " at half time, then "
                            + text(shape.end));
        }
        return new Verdict(
                Kind.STAGNATING,
                "flat at "
                        + text(shape.end)
                        + (shape.peak > RISEN * start
                                ? " after a peak of " + text(shape.peak)
                                : ""));
    }

    private static String text(double loss) {
        return Math.abs(loss) < 1e4
                ? String.format(Locale.ROOT, "%.4g", loss)
                : String.format(Locale.ROOT, "%.2e", loss);
    }
}
