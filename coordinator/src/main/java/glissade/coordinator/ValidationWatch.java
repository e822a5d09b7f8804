package glissade.coordinator;

import glissade.averaging.TrainingState;
import glissade.averaging.Verdict;
import glissade.run.ValidationMemory;
import org.jspecify.annotations.Nullable;

/**
 * Watches the validation loss from epoch to epoch: keeps the best parameters, and says when no
 * better ones have come for too long. A pure function of the losses, so that runs with any number
 * of workers end alike. Plain state of the coordinator's actor.
 */
final class ValidationWatch {

    private final int patience;
    private ValidationMemory memory;
    private @Nullable TrainingState best;

    /**
     * Goes on from what is remembered.
     *
     * @param patience epochs without a lower loss after which training ends
     * @param best state that the memory calls best; null where it knows none
     */
    ValidationWatch(int patience, ValidationMemory memory, @Nullable TrainingState best) {
        this.patience = patience;
        this.memory = memory;
        this.best = best;
    }

    /**
     * Takes in the validation loss of a committed state. A loss that is not a number is no better
     * than any other.
     */
    Verdict measured(TrainingState state, double loss) {
        if (best == null || loss < memory.bestLoss()) {
            best = state;
            memory = new ValidationMemory(loss, state.step(), 0, 0, memory.rateFactor());
        } else {
            memory =
                    new ValidationMemory(
                            memory.bestLoss(),
                            memory.bestStep(),
                            memory.epochsWithout() + 1,
                            memory.epochsOnPlateau() + 1,
                            memory.rateFactor());
        }
        return new Verdict(state.step(), memory.epochsWithout() < patience, memory.rateFactor());
    }

    /** What is to be remembered over a stop. */
    ValidationMemory memory() {
        return memory;
    }

    /** The state with the lowest loss so far, null before there is one. */
    @Nullable TrainingState best() {
        return best;
    }
}
