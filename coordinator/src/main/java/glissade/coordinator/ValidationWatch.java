package glissade.coordinator;

import glissade.averaging.TrainingState;
import glissade.averaging.Verdict;
import glissade.optim.ScheduleDescription;
import glissade.optim.ScheduleKind;
import glissade.run.Checkpoint;
import glissade.run.Checkpoints;
import glissade.run.RunConfiguration;
import glissade.run.RunDirectory;
import glissade.run.ValidationMemory;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Watches the validation loss from epoch to epoch: keeps the best parameters, says when no better
 * ones have come for too long, and lowers the learning rate on a plateau. A pure function of the
 * losses, so that runs with any number of workers go on and end alike. Plain state of the
 * coordinator's actor.
 */
final class ValidationWatch {

    private final @Nullable Integer patience;
    private final ScheduleDescription schedule;
    private ValidationMemory memory;
    private @Nullable TrainingState best;

    /**
     * Goes on from what is remembered.
     *
     * @param patience epochs without a lower loss after which training ends; null to train on
     * @param schedule lowers the rate if it is that of a plateau
     * @param best state that the memory calls best; null where it knows none
     */
    ValidationWatch(
            @Nullable Integer patience,
            ScheduleDescription schedule,
            ValidationMemory memory,
            @Nullable TrainingState best) {
        this.patience = patience;
        this.schedule = schedule;
        this.memory = memory;
        this.best = best == null ? null : best.withoutResiduals();
    }

    /**
     * The watch of a run, which goes on from what its checkpoint remembers; null where no
     * validation loss decides anything.
     */
    static @Nullable ValidationWatch of(CoordinatorSettings settings) {
        RunConfiguration.Training training = settings.configuration().training();
        if (!training.watchesValidation()) {
            return null;
        }
        Checkpoint checkpoint = settings.resumeFrom();
        Integer patience = training.stopping().patience();
        return new ValidationWatch(
                patience,
                training.schedule(),
                checkpoint == null ? ValidationMemory.NONE : checkpoint.memory(),
                patience == null || checkpoint == null
                        ? null
                        : best(settings.directory(), checkpoint));
    }

    /**
     * The state that a checkpoint remembers as the best: its own, or that of the file beside it.
     * Null where it remembers none, and where a better one was found after it: training comes to
     * that one again.
     */
    private static @Nullable TrainingState best(RunDirectory directory, Checkpoint checkpoint) {
        long step = checkpoint.memory().bestStep();
        if (step < 0) {
            return null;
        }
        if (step == checkpoint.step()) {
            return checkpoint.state();
        }
        Checkpoint best = Checkpoints.readBest(directory.checkpoints(), step, checkpoint.step());
        return best == null ? null : best.state();
    }

    /**
     * Takes in the validation loss of a committed state. A loss that is not a number is no better
     * than any other.
     */
    Verdict measured(TrainingState state, double loss) {
        boolean better =
                loss < memory.bestLoss()
                        || (Double.isNaN(memory.bestLoss()) && !Double.isNaN(loss));
        if (memory.bestStep() < 0 || better) {
            best = keepsBest() ? state.withoutResiduals() : null;
            memory = new ValidationMemory(loss, state.step(), 0, 0, memory.rateFactor());
        } else {
            memory = withoutBetter();
        }
        boolean goOn = patience == null || memory.epochsWithout() < patience;
        return new Verdict(state.step(), goOn, memory.rateFactor());
    }

    private ValidationMemory withoutBetter() {
        int onPlateau = memory.epochsOnPlateau() + 1;
        boolean lower =
                schedule.kind() == ScheduleKind.PLATEAU
                        && onPlateau >= Objects.requireNonNull(schedule.decayEpochs());
        return new ValidationMemory(
                memory.bestLoss(),
                memory.bestStep(),
                memory.epochsWithout() + 1,
                lower ? 0 : onPlateau,
                lower ? memory.rateFactor() * schedule.decay() : memory.rateFactor());
    }

    /** Whether the best parameters are the run's, and not the last. */
    boolean keepsBest() {
        return patience != null;
    }

    /** What is to be remembered over a stop. */
    ValidationMemory memory() {
        return memory;
    }

    /**
     * The state with the lowest loss so far, null before there is one; without what it holds back,
     * since nobody goes on from it.
     */
    @Nullable TrainingState best() {
        return best;
    }

    /** Whether the best parameters are those of this state. */
    boolean isBest(TrainingState state) {
        return best != null && best.step() == state.step();
    }
}
