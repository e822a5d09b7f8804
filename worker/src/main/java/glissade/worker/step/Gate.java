package glissade.worker.step;

import glissade.averaging.Averager;
import glissade.averaging.Verdict;
import glissade.plane.PlaneIdle;
import glissade.timeline.Phase;
import glissade.timeline.PhaseClock;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Closed after a commit whose validation loss decides how training goes on, until the coordinator's
 * verdict on it is there. Confined to the training thread.
 */
final class Gate {

    private final LongFunction<@Nullable Verdict> verdicts;
    private final BooleanSupplier ended;
    private final IntSupplier meanwhile;
    private final PhaseClock clock;
    private final PlaneIdle idle = new PlaneIdle();
    private boolean closed;

    /**
     * An open gate.
     *
     * @param verdicts the verdict on the commit after so many steps; null as long as there is none
     * @param ended whether no verdict will come any more
     * @param meanwhile what is done for others while it is closed; tells how much there was
     */
    Gate(
            LongFunction<@Nullable Verdict> verdicts,
            BooleanSupplier ended,
            IntSupplier meanwhile,
            PhaseClock clock) {
        this.verdicts = verdicts;
        this.ended = ended;
        this.meanwhile = meanwhile;
        this.clock = clock;
    }

    boolean isClosed() {
        return closed;
    }

    /** Closes it after a commit, if one is due there. */
    void closeIf(boolean due) {
        closed = due;
    }

    /**
     * Waits for the verdict, hands its learning rate on, and opens. There is no deadline here: an
     * evaluation takes what it takes, and who loses the coordinator is told to end.
     *
     * @return whether training goes on
     */
    boolean pass(Averager averager) {
        clock.enter(Phase.GATE);
        Verdict verdict = verdicts.apply(averager.step());
        idle.reset();
        while (verdict == null && !ended.getAsBoolean()) {
            idle.idle(meanwhile.getAsInt());
            verdict = verdicts.apply(averager.step());
        }
        clock.enter(Phase.UPDATE);
        closed = false;
        if (verdict == null) {
            return false;
        }
        averager.rateFactor(verdict.rateFactor());
        return verdict.goOn();
    }
}
