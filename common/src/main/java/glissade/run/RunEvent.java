package glissade.run;

import java.util.List;

/**
 * Something that happened in a run and is worth a line in {@code events.jsonl}. The steps in it
 * count commits: an event at step 7 came after the seventh commit and before the eighth.
 */
public sealed interface RunEvent {

    /**
     * Training begins, or goes on after {@code step} commits.
     *
     * @param steps commits that the whole run will have
     */
    record Started(String run, long step, long steps, int workers, long seed) implements RunEvent {}

    /**
     * The preprocessing of the inputs is fitted to the training data, or taken over from the
     * checkpoint, and every worker has it.
     *
     * @param dropped inputs that carry nothing: components dropped by a whitening, or constant
     *     columns
     * @param result what was fitted, in words
     * @param seconds that it took
     */
    record Preprocessed(
            String preprocess,
            int inputs,
            int dropped,
            String result,
            boolean fromCheckpoint,
            double seconds)
            implements RunEvent {}

    /** A worker was let in. */
    record Joined(String worker, String address) implements RunEvent {}

    /**
     * The processes of a run on several addresses have proved which of them share memory; any
     * others send to each other over UDP.
     *
     * @param transport how gradients travel: {@code ipc}, {@code udp} or {@code mixed}
     * @param memories processes in each memory, those in the coordinator's first; in a star these
     *     alone, since the others do not send to each other and are not asked
     */
    record TransportChosen(String transport, List<List<String>> memories) implements RunEvent {
        public TransportChosen {
            memories = memories.stream().map(List::copyOf).toList();
        }
    }

    /** A worker left in good order. */
    record Left(String worker, long step, String reason) implements RunEvent {}

    /** A worker was lost or put out. */
    record Failed(String worker, long step, String reason) implements RunEvent {}

    /**
     * A plan was made.
     *
     * @param generation number of the plan
     * @param fromStep commits after which it holds
     * @param shares who computes which slices of a full mini-batch
     */
    record Planned(long generation, long fromStep, List<Share> shares) implements RunEvent {
        public Planned {
            shares = List.copyOf(shares);
        }
    }

    /** Slices [fromSlice, toSlice) of a full mini-batch. */
    record Share(String worker, int fromSlice, int toSlice) {}

    /**
     * A checkpoint is on disk.
     *
     * @param file name within the checkpoints directory
     */
    record CheckpointWritten(long step, String file, long bytes) implements RunEvent {}

    /** A checkpoint could not be written; training went on. */
    record CheckpointFailed(long step, String reason) implements RunEvent {}

    /**
     * The validation loss lies on a plateau.
     *
     * @param rateFactor what learning rates are multiplied by from here on
     */
    record RateLowered(long step, double rateFactor) implements RunEvent {}

    /**
     * Something looks wrong, though training goes on.
     *
     * @param words one line for the user: what, where, and what to try
     */
    record Warning(long step, WarningKind kind, String words) implements RunEvent {}

    /**
     * How the hidden layers do, over all samples of an evaluation.
     *
     * @param kind what was looked for: dead units, or saturated activations
     */
    record Health(long step, WarningKind kind, List<LayerHealth> layers) implements RunEvent {
        public Health {
            layers = List.copyOf(layers);
        }
    }

    /**
     * Health of one layer.
     *
     * @param layer from 1, counted from the inputs
     * @param share of its units that are dead, or of its activations that are saturated, 0..1
     */
    record LayerHealth(int layer, int units, double share) {}

    /** The run is over. */
    record Finished(RunStatus status, long step, String message) implements RunEvent {}
}
