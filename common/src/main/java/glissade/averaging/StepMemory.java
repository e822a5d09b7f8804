package glissade.averaging;

import glissade.collective.EpochShape;
import glissade.plane.FrameDescriptor;
import java.util.Arrays;

/**
 * What the averager's log and watch remember of the steps so far, as part of a training state: a
 * resumed run tells and decides as one that was never stopped. Immutable.
 */
public final class StepMemory {

    /** How many numbers it is. */
    public static final int LENGTH = FrameDescriptor.MEMORY_DOUBLES;

    /** Nothing has been seen yet. */
    public static final StepMemory NONE = new StepMemory(fresh());

    private final double[] values;

    private StepMemory(double[] values) {
        this.values = values;
    }

    private static double[] fresh() {
        double[] values = new double[LENGTH];
        new CommitWatch(EndRules.NONE, new EpochShape(1, 1, 1)).remember(values, StepLog.MEMORY);
        return values;
    }

    /** What the two remember now. */
    public static StepMemory of(StepLog log, CommitWatch watch) {
        double[] values = new double[LENGTH];
        log.remember(values);
        watch.remember(values, StepLog.MEMORY);
        return new StepMemory(values);
    }

    /**
     * Reads numbers back.
     *
     * @param values [{@link #LENGTH}], copied
     * @throws IllegalArgumentException if there are more or fewer
     */
    public static StepMemory of(double[] values) {
        if (values.length != LENGTH) {
            throw new IllegalArgumentException(
                    "a memory is " + LENGTH + " numbers: length=" + values.length);
        }
        return new StepMemory(values.clone());
    }

    /** The numbers, a copy. */
    public double[] values() {
        return values.clone();
    }

    /** Mean training loss of the last step's epoch, up to it; NaN before the first step. */
    public double epochLoss() {
        return StepLog.epochLoss(values);
    }

    /** Gives log and watch of a new generation what those of the one before remembered. */
    public void recall(StepLog log, CommitWatch watch) {
        log.recall(values);
        watch.recall(values, StepLog.MEMORY);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StepMemory memory && Arrays.equals(values, memory.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
