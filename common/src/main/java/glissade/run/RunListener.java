package glissade.run;

import glissade.evaluation.EvaluationFigures;

/**
 * Hears what a run does, in order, from one thread of the coordinator. Calls must return quickly
 * and must not throw. A repeated step is told again with the same number.
 */
public interface RunListener {

    /** Hears nothing. */
    static RunListener silent() {
        return new RunListener() {};
    }

    /** Training is about to begin (or to go on): everybody has joined. */
    default void onStarted(RunConfiguration configuration, RunDirectory directory) {}

    default void onStep(StepRow row) {}

    default void onEpoch(EpochRow row) {}

    default void onEvent(RunEvent event) {}

    /**
     * All figures of the last evaluation on the test data, which ran after {@code step} commits;
     * told once, at the end, if there was one.
     */
    default void onTested(long step, EvaluationFigures figures) {}

    /** The last call, whatever the status. */
    default void onFinished(RunSummary summary) {}
}
