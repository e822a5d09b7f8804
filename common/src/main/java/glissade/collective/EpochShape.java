package glissade.collective;

/**
 * How an epoch falls into steps and a step into slices: {@code samples} training samples in
 * mini-batches of {@code batchSize}, each in slices of {@code sliceSize} consecutive samples. The
 * last mini-batch of an epoch and the last slice of a mini-batch may be shorter. Steps count on
 * through the epochs, from 0.
 */
public record EpochShape(int samples, int batchSize, int sliceSize) {

    public EpochShape {
        if (samples < 1
                || batchSize < 1
                || batchSize > samples
                || sliceSize < 1
                || sliceSize > batchSize) {
            throw new IllegalArgumentException(
                    "an epoch needs 1 <= sliceSize <= batchSize <= samples: samples="
                            + samples
                            + ", batchSize="
                            + batchSize
                            + ", sliceSize="
                            + sliceSize);
        }
    }

    public int stepsPerEpoch() {
        return (samples - 1) / batchSize + 1;
    }

    /** The epoch, from 0, that a step belongs to. */
    public int epoch(long step) {
        return (int) (step / stepsPerEpoch());
    }

    /** Place of a step within its epoch, from 0. */
    public int stepInEpoch(long step) {
        return (int) (step % stepsPerEpoch());
    }

    /** True for the last step of an epoch. */
    public boolean endsEpoch(long step) {
        return stepInEpoch(step) == stepsPerEpoch() - 1;
    }

    /** Place in the epoch's order of the first sample of a step. */
    public int firstSample(long step) {
        return stepInEpoch(step) * batchSize;
    }

    /** Samples in the mini-batch of a step. */
    public int batchSamples(long step) {
        return Math.min(batchSize, samples - firstSample(step));
    }

    /** Slices in a mini-batch of {@code batchSamples} samples. */
    public int slices(int batchSamples) {
        return (batchSamples - 1) / sliceSize + 1;
    }

    /** Samples that have been trained on once {@code steps} steps are committed. */
    public long samplesAfter(long steps) {
        return steps / stepsPerEpoch() * samples
                + Math.min(steps % stepsPerEpoch() * batchSize, samples);
    }
}
