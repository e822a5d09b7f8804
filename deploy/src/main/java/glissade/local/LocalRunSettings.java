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
 * @param resumeFrom checkpoint to go on from; null to begin
 * @param measured finished model that is measured instead of training; null to train
 * @param place where the workers are
 * @param host address that the coordinator listens on
 * @param insecure whether it may be one that other machines reach
 * @param port its port, 0 for a free one
 * @param debug whether workers in child JVMs report in detail what they do
 * @param listener hears of the run on one thread, in order
 * @param lock the right to go on with the run, where somebody took it before choosing the
 *     checkpoint; the run gives it up at its end. Null to take it at the start
 */
public record LocalRunSettings(
        CheckedRun run,
        RunDirectory directory,
        @Nullable Checkpoint resumeFrom,
        @Nullable TrainedModel measured,
        WorkerPlace place,
        String host,
        boolean insecure,
        int port,
        boolean debug,
        RunListener listener,
        @Nullable RunLock lock) {

    /** Where runs of this machine alone listen. */
    public static final String LOOPBACK = "127.0.0.1";

    /** A new run on a free port, to which nobody listens. */
    public static LocalRunSettings of(CheckedRun run, RunDirectory directory, WorkerPlace place) {
        return new LocalRunSettings(
                run,
                directory,
                null,
                null,
                place,
                LOOPBACK,
                false,
                0,
                false,
                RunListener.silent(),
                null);
    }

    /** The same run, going on from a checkpoint; null to begin. */
    public LocalRunSettings withCheckpoint(@Nullable Checkpoint checkpoint) {
        return new LocalRunSettings(
                run,
                directory,
                checkpoint,
                measured,
                place,
                host,
                insecure,
                port,
                debug,
                listener,
                lock);
    }

    /** Nothing is trained: the model is measured on the run's test data. */
    public LocalRunSettings withMeasured(TrainedModel model) {
        return new LocalRunSettings(
                run,
                directory,
                resumeFrom,
                model,
                place,
                host,
                insecure,
                port,
                debug,
                listener,
                lock);
    }

    /**
     * The same run with its coordinator at this address.
     *
     * @param wantedInsecure whether it may be one that other machines reach
     */
    public LocalRunSettings withAddress(String newHost, int newPort, boolean wantedInsecure) {
        return new LocalRunSettings(
                run,
                directory,
                resumeFrom,
                measured,
                place,
                newHost,
                wantedInsecure,
                newPort,
                debug,
                listener,
                lock);
    }

    /** The same run, its workers talkative or not. */
    public LocalRunSettings withDebug(boolean newDebug) {
        return new LocalRunSettings(
                run,
                directory,
                resumeFrom,
                measured,
                place,
                host,
                insecure,
                port,
                newDebug,
                listener,
                lock);
    }

    /** The same run with somebody who listens. */
    public LocalRunSettings withListener(RunListener newListener) {
        return new LocalRunSettings(
                run,
                directory,
                resumeFrom,
                measured,
                place,
                host,
                insecure,
                port,
                debug,
                newListener,
                lock);
    }

    /** The same run, whose lock is taken already; it gives it up, even if it cannot start. */
    public LocalRunSettings withLock(RunLock taken) {
        return new LocalRunSettings(
                run,
                directory,
                resumeFrom,
                measured,
                place,
                host,
                insecure,
                port,
                debug,
                listener,
                taken);
    }
}
