package glissade.local;

import glissade.run.Checkpoint;
import glissade.run.RunDirectory;
import glissade.run.RunListener;
import glissade.run.RunLock;
import glissade.run.TrainedModel;
import org.jspecify.annotations.Nullable;

/**
 * What a run from this JVM needs to know.
 *
 * @param place where the workers are
 * @param address that the coordinator listens on
 * @param debug whether workers in child JVMs report in detail what they do
 * @param listener hears of the run on one thread, in order
 */
public record LocalRunSettings(
        CheckedRun run,
        RunDirectory directory,
        Start start,
        WorkerPlace place,
        Address address,
        boolean debug,
        RunListener listener) {

    /** Where runs of this machine alone listen. */
    public static final String LOOPBACK = "127.0.0.1";

    /**
     * What is there already.
     *
     * @param resumeFrom checkpoint to go on from, if only to the run's end; null to begin
     * @param measured finished model that is measured instead of training; null to train
     * @param lock the right to go on with the run, where somebody took it before choosing the
     *     checkpoint; the run gives it up at its end. Null to take it at the start
     */
    public record Start(
            @Nullable Checkpoint resumeFrom,
            @Nullable TrainedModel measured,
            @Nullable RunLock lock) {}

    /**
     * Where a coordinator listens.
     *
     * @param port 0 for a free one
     * @param insecure whether it may be one that other machines reach
     */
    public record Address(String host, int port, boolean insecure) {}

    /** A new run on a free port, to which nobody listens. */
    public static LocalRunSettings of(CheckedRun run, RunDirectory directory, WorkerPlace place) {
        return new LocalRunSettings(
                run,
                directory,
                new Start(null, null, null),
                place,
                new Address(LOOPBACK, 0, false),
                false,
                RunListener.silent());
    }

    private LocalRunSettings with(Start other) {
        return new LocalRunSettings(run, directory, other, place, address, debug, listener);
    }

    /** The same run, going on from a checkpoint; null to begin. */
    public LocalRunSettings withCheckpoint(@Nullable Checkpoint checkpoint) {
        return with(new Start(checkpoint, start.measured, start.lock));
    }

    /** Nothing is trained: the model is measured on the run's test data. */
    public LocalRunSettings withMeasured(TrainedModel model) {
        return with(new Start(start.resumeFrom, model, start.lock));
    }

    /** The same run, whose lock is taken already; it gives it up, even if it cannot start. */
    public LocalRunSettings withLock(RunLock taken) {
        return with(new Start(start.resumeFrom, start.measured, taken));
    }

    /** The same run with its coordinator at this address. */
    public LocalRunSettings withAddress(Address other) {
        return new LocalRunSettings(run, directory, start, place, other, debug, listener);
    }

    /** The same run, its workers talkative or not. */
    public LocalRunSettings withDebug(boolean other) {
        return new LocalRunSettings(run, directory, start, place, address, other, listener);
    }

    /** The same run with somebody who listens. */
    public LocalRunSettings withListener(RunListener other) {
        return new LocalRunSettings(run, directory, start, place, address, debug, other);
    }
}
