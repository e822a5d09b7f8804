package glissade.averaging;

import org.jspecify.annotations.Nullable;

/**
 * Tells of the commits of one generation: those worth a row to the log, all to the watch, and what
 * looks wrong. Confined to the averager's thread.
 */
final class CommitLog {

    private final StepLog log;
    private final CommitWatch watch;
    private final AveragingEvents events;

    /** Goes on from what the log and watch of {@code initial} remember. */
    CommitLog(StepLog log, CommitWatch watch, TrainingState initial, AveragingEvents events) {
        this.log = log;
        this.watch = watch;
        this.events = events;
        initial.memory().recall(log, watch);
    }

    /** The clock starts. */
    void start() {
        log.start();
    }

    /** Takes in a step; null when training goes on. */
    @Nullable EarlyEnd committed(Commit commit) {
        log.committed(commit);
        EarlyEnd early = watch.committed(commit);
        LossWarning warning = watch.warning();
        if (warning != null) {
            events.warned(warning);
        }
        return early;
    }

    /** Training ends at the last commit: it is told if it was not yet. */
    void ended(Commit commit) {
        log.ended(commit);
    }

    /** What is remembered of the steps so far. */
    StepMemory memory() {
        return StepMemory.of(log, watch);
    }
}
