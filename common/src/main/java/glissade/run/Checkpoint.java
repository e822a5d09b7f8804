package glissade.run;

import glissade.averaging.TrainingState;
import glissade.data.DataSchema;
import glissade.preprocess.Preprocessing;

/**
 * A run at a commit, complete: what {@code resume} goes on from.
 *
 * @param run name of the run
 * @param configuration of the run
 * @param schema what inputs and outputs of the network stand for
 * @param preprocessing what inputs go through before the network takes them
 * @param epoch whole epochs done
 * @param state parameters, optimizer state and position
 * @param memory of the validation losses so far
 * @param ended whether training has ended here for good, before its last step
 */
public record Checkpoint(
        String run,
        RunConfiguration configuration,
        DataSchema schema,
        Preprocessing preprocessing,
        int epoch,
        TrainingState state,
        ValidationMemory memory,
        boolean ended) {

    public long step() {
        return state.step();
    }
}
