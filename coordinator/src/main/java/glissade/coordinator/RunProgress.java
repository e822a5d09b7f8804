package glissade.coordinator;

import glissade.averaging.CommittedStep;
import glissade.averaging.TrainingState;
import glissade.collective.EpochShape;
import glissade.evaluation.EvaluationFigures;
import glissade.evaluation.EvaluationMerge;
import glissade.evaluation.EvaluationScope;
import glissade.protocol.CoordinatorMessage;
import glissade.protocol.EvaluationSet;
import glissade.run.EpochRow;
import glissade.run.Measured;
import glissade.run.StepRow;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far the run has come and how well it does: turns committed steps and evaluation shares into
 * rows. Plain state of the coordinator's actor.
 */
final class RunProgress {

    /**
     * Share of the steps left out of the steady-state rate: code is still being compiled in them.
     */
    private static final double WARM_UP_SHARE = 0.1;

    private final EpochShape shape;
    private final int workers;
    private final long firstStep;
    private final long endStep;
    private final Map<Long, EpochRow> openEpochs = new HashMap<>();
    private final Map<EvaluationKey, EvaluationMerge> openEvaluations = new HashMap<>();
    private final Map<EvaluationKey, Measured> results = new HashMap<>();
    private long committed;
    private long lastRowSamples;
    private long lastRowNanos;
    private long warmSamples = -1;
    private long warmNanos;
    private double epochLoss = Double.NaN;
    private @Nullable EvaluationFigures validation;
    private @Nullable EvaluationFigures test;
    private long testStep;

    private record EvaluationKey(long step, EvaluationSet set) {}

    RunProgress(EpochShape shape, int workers, long firstStep, long endStep) {
        this.shape = shape;
        this.workers = workers;
        this.firstStep = firstStep;
        this.endStep = endStep;
        this.committed = firstStep;
        this.lastRowSamples = shape.samplesAfter(firstStep);
    }

    StepRow step(CommittedStep step) {
        committed = step.step() + 1;
        long samples = shape.samplesAfter(committed);
        double rate = rate(samples - lastRowSamples, step.elapsedNanos() - lastRowNanos);
        lastRowSamples = samples;
        lastRowNanos = step.elapsedNanos();
        if (warmSamples < 0 && committed - firstStep >= (endStep - firstStep) * WARM_UP_SHARE) {
            warmSamples = samples;
            warmNanos = step.elapsedNanos();
        }
        if (!Double.isNaN(step.epochLoss())) {
            epochLoss = step.epochLoss();
        }
        if (shape.endsEpoch(step.step())) {
            openEpoch();
        }
        return new StepRow(
                committed,
                shape.epoch(step.step()) + 1,
                samples,
                step.loss(),
                step.learningRate(),
                step.gradientNorm(),
                rate,
                workers,
                step.penalty(),
                step.layers());
    }

    private static double rate(long samples, long nanos) {
        return nanos <= 0 ? Double.NaN : samples * 1e9 / nanos;
    }

    /**
     * Takes a worker's share of an evaluation in.
     *
     * @param scope of the whole evaluation
     * @return what was measured once the evaluation is complete, null before
     */
    @Nullable EvaluationFigures evaluated(
            CoordinatorMessage.EvaluationShare share, EvaluationScope scope) {
        if (share.sums().isEmpty()) {
            return null; // of a worker for whom there was no slice
        }
        EvaluationKey key = new EvaluationKey(share.step(), share.set());
        EvaluationMerge merge =
                openEvaluations.computeIfAbsent(key, _ -> new EvaluationMerge(scope));
        EvaluationFigures figures = merge.add(share.sums(), share.tally());
        if (figures == null) {
            return null;
        }
        openEvaluations.remove(key);
        results.put(key, Measured.of(figures));
        switch (share.set()) {
            case VALIDATION -> validation = figures;
            case TEST -> {
                test = figures;
                testStep = share.step();
            }
        }
        return figures;
    }

    /**
     * The row of the epoch that ended with this many steps committed, when nothing of it is being
     * measured any more.
     */
    @Nullable EpochRow closedEpoch(long step, int evaluationsExpected) {
        EpochRow open = openEpochs.get(step);
        EvaluationKey onTest = new EvaluationKey(step, EvaluationSet.TEST);
        EvaluationKey onValidation = new EvaluationKey(step, EvaluationSet.VALIDATION);
        int measured =
                (results.containsKey(onTest) ? 1 : 0) + (results.containsKey(onValidation) ? 1 : 0);
        if (open == null || measured < evaluationsExpected) {
            return null;
        }
        openEpochs.remove(step);
        return new EpochRow(
                open.step(),
                open.epoch(),
                open.samples(),
                open.epochLoss(),
                results.remove(onValidation),
                results.remove(onTest));
    }

    /** Mean training loss of the epoch of the last commit before a resume, NaN where none is. */
    void epochLossBefore(double loss) {
        epochLoss = loss;
    }

    /** The epoch that ends with the last commit has no row yet. */
    void openEpoch() {
        int epoch = shape.epoch(committed - 1) + 1;
        long samples = shape.samplesAfter(committed);
        openEpochs.put(committed, new EpochRow(committed, epoch, samples, epochLoss, null, null));
    }

    /** What was being measured will be measured anew. */
    void forgetOpenEvaluations() {
        openEvaluations.clear();
    }

    /** A state of after so many commits is here, whether or not all of them were told. */
    void reached(TrainingState state) {
        if (state.step() >= committed) {
            committed = state.step();
            epochLoss = state.memory().epochLoss();
        }
    }

    /** Steps committed so far, those before a resume included. */
    long committed() {
        return committed;
    }

    boolean evaluationsOpen() {
        return !openEvaluations.isEmpty() || !openEpochs.isEmpty();
    }

    /** Mean training loss of the last epoch, or of the part of it that was trained on. */
    double epochLoss() {
        return epochLoss;
    }

    /** What was measured on the validation data last, null before. */
    @Nullable EvaluationFigures validation() {
        return validation;
    }

    /** What was measured on the test data last, null before. */
    @Nullable EvaluationFigures test() {
        return test;
    }

    /** Commits after which that was. */
    long testStep() {
        return testStep;
    }

    /** Samples a second after the warm-up. */
    double steadyRate() {
        double steady =
                warmSamples < 0
                        ? Double.NaN
                        : rate(lastRowSamples - warmSamples, lastRowNanos - warmNanos);
        return Double.isNaN(steady)
                ? rate(lastRowSamples - shape.samplesAfter(firstStep), lastRowNanos)
                : steady;
    }

    double wallSeconds() {
        return lastRowNanos * 1e-9;
    }
}
