package glissade.protocol;

import glissade.collective.EpochShape;

/**
 * When the workers evaluate: at the end of every epoch on the validation data, or on the test data
 * where there are none, and at the end of the run on the test data in any case. Coordinator and
 * workers ask the same rule.
 *
 * @param firstStep commits that the run starts from: those are not evaluated again
 */
public record EvaluationSchedule(
        EpochShape shape, long firstStep, long endStep, boolean validates) {

    /**
     * Slices that evaluation data are cut in: samples in each. A fixed unit, so that sums have
     * fixed bits.
     */
    public static final int SLICE = 250;

    /** Whether the parameters after {@code committed} steps are to be evaluated on {@code set}. */
    public boolean due(EvaluationSet set, long committed) {
        boolean last = committed == endStep;
        boolean epochEnd = committed > firstStep && shape.endsEpoch(committed - 1);
        return switch (set) {
            case VALIDATION -> validates && (epochEnd || last);
            case TEST -> last || (epochEnd && !validates);
        };
    }

    /** How many evaluations are due after {@code committed} steps. */
    public int dueCount(long committed) {
        return (due(EvaluationSet.VALIDATION, committed) ? 1 : 0)
                + (due(EvaluationSet.TEST, committed) ? 1 : 0);
    }

    /** How many steps' samples an evaluation on both sets goes through; none of them backwards. */
    public static long pauseSteps(EpochShape shape, int testSamples, int validationSamples) {
        return ((long) testSamples + validationSamples) / shape.batchSize() + 1;
    }
}
