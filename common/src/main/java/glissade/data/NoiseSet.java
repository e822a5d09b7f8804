package glissade.data;

import glissade.math.CounterRandom;
import glissade.math.CounterRandom.Purpose;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/**
 * Samples that mean nothing: every input is drawn by itself, in the range that real data have. A
 * classifier has to call them something all the same. A sample is a function of seed, kind and its
 * index alone.
 */
public final class NoiseSet implements Dataset {

    /** Real samples that are looked at to learn their range, at most. */
    private static final int MOST_LOOKED_AT = 10_000;

    /** How inputs are drawn. */
    public enum Kind {
        /** All values from the lowest to the highest are equally likely. */
        UNIFORM(1),
        /**
         * Normally distributed, with mean and deviation of the real inputs; what falls outside
         * their range is moved to its end.
         */
        NORMAL(2);

        private final int code;

        Kind(int code) {
            this.code = code;
        }
    }

    private static final DataSchema UNANSWERED = DataSchema.classes(List.of());

    private final int size;
    private final Kind kind;
    private final long seed;
    private final float[] lowest;
    private final float[] highest;
    private final double[] mean;
    private final double[] deviation;

    /** Every thread draws with a generator of its own. */
    private final ThreadLocal<CounterRandom> random =
            ThreadLocal.withInitial(() -> new CounterRandom(0, Purpose.NOISE, 0, 0));

    private NoiseSet(int inputs, int size, Kind kind, long seed) {
        this.size = size;
        this.kind = kind;
        this.seed = seed;
        lowest = new float[inputs];
        highest = new float[inputs];
        mean = new double[inputs];
        deviation = new double[inputs];
    }

    /**
     * Noise in the range of real data: of all inputs together, as the pixels of an image share
     * theirs, or of each column by itself where the data are a table.
     *
     * @param size samples to draw
     */
    public static NoiseSet like(Dataset real, Kind kind, int size, long seed) {
        NoiseSet noise = new NoiseSet(real.inputs(), size, kind, seed);
        noise.learnRange(real);
        if (real.schema().table() == null) {
            noise.shareRange();
        }
        return noise;
    }

    private void learnRange(Dataset real) {
        int looked = Math.min(real.size(), MOST_LOOKED_AT);
        float[] sample = new float[lowest.length];
        Arrays.fill(lowest, Float.POSITIVE_INFINITY);
        Arrays.fill(highest, Float.NEGATIVE_INFINITY);
        for (int index = 0; index < looked; index++) {
            real.copyInputs(index, sample, 0);
            for (int i = 0; i < sample.length; i++) {
                lowest[i] = Math.min(lowest[i], sample[i]);
                highest[i] = Math.max(highest[i], sample[i]);
                mean[i] += sample[i];
            }
        }
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= looked;
        }
        for (int index = 0; index < looked; index++) {
            real.copyInputs(index, sample, 0);
            for (int i = 0; i < sample.length; i++) {
                deviation[i] += (sample[i] - mean[i]) * (sample[i] - mean[i]);
            }
        }
        for (int i = 0; i < deviation.length; i++) {
            deviation[i] = StrictMath.sqrt(deviation[i] / looked);
        }
    }

    /** Gives all inputs the range, mean and deviation of all of them together. */
    private void shareRange() {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        double sum = 0;
        for (int i = 0; i < lowest.length; i++) {
            low = Math.min(low, lowest[i]);
            high = Math.max(high, highest[i]);
            sum += mean[i];
        }
        double common = sum / mean.length;
        double variance = 0;
        for (int i = 0; i < mean.length; i++) {
            double apart = mean[i] - common;
            variance += deviation[i] * deviation[i] + apart * apart;
        }
        Arrays.fill(lowest, low);
        Arrays.fill(highest, high);
        Arrays.fill(mean, common);
        Arrays.fill(deviation, StrictMath.sqrt(variance / mean.length));
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int inputs() {
        return lowest.length;
    }

    /** Neither classes nor targets. */
    @Override
    public DataSchema schema() {
        return UNANSWERED;
    }

    @Override
    public void copyInputs(int index, float[] out, int offset) {
        CounterRandom draw = random.get();
        draw.key(seed, Purpose.NOISE, kind.code, index);
        for (int i = 0; i < lowest.length; i++) {
            double value =
                    kind == Kind.UNIFORM
                            ? lowest[i] + ((double) highest[i] - lowest[i]) * draw.uniform(i)
                            : mean[i] + deviation[i] * draw.normal(i);
            out[offset + i] = Math.clamp((float) value, lowest[i], highest[i]);
        }
    }

    @Override
    public int label(int index) {
        throw new IllegalStateException("noise has no class");
    }

    @Override
    public void copyTargets(int index, float[] out, int offset) {}

    @Override
    public void digest(int index, MessageDigest digest) {
        throw new UnsupportedOperationException("noise is never trained on");
    }
}
