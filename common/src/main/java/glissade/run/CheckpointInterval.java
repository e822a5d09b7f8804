package glissade.run;

import glissade.collective.EpochShape;

/** When checkpoints are written on the way; one at the end of a stopped run is written anyway. */
public sealed interface CheckpointInterval {

    /** After each epoch. */
    record EachEpoch() implements CheckpointInterval {}

    /** After every so many steps; 0 for none on the way. */
    record Steps(long steps) implements CheckpointInterval {
        public Steps {
            if (steps < 0) {
                throw new IllegalArgumentException("steps must not be negative: steps=" + steps);
            }
        }
    }

    /** Whether a checkpoint is due once {@code committed} steps, at least one, are committed. */
    default boolean isDue(long committed, EpochShape shape) {
        return switch (this) {
            case EachEpoch() -> shape.endsEpoch(committed - 1);
            case Steps(long steps) -> steps > 0 && committed % steps == 0;
        };
    }
}
