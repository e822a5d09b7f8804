package glissade.coordinator;

import glissade.averaging.TrainingState;
import java.util.Locale;

/**
 * The state whose parameters are the model of a run that has come to its end: that with the lowest
 * validation loss where training was to end without a lower one, else the last.
 *
 * @param words why it is not the last; empty where it is
 */
record Kept(TrainingState state, String words) {

    /** Chooses by the validation losses that have been measured until now. */
    static Kept of(Run run, TrainingState last) {
        ValidationWatch watch = run.watch;
        TrainingState best = watch == null ? null : watch.best();
        return watch == null || best == null || watch.isBest(last)
                ? new Kept(last, "")
                : new Kept(best, words(run, watch, best));
    }

    private static String words(Run run, ValidationWatch watch, TrainingState best) {
        return String.format(
                Locale.ROOT,
                "the parameters after epoch %d are kept: their validation loss of %.4f was not"
                        + " reached again in %d epochs",
                best.step() / run.shape.stepsPerEpoch(),
                watch.memory().bestLoss(),
                watch.memory().epochsWithout());
    }
}
