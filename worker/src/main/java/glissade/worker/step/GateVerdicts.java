package glissade.worker.step;

import glissade.averaging.Verdict;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where the coordinator's verdicts wait for the training thread of a worker that averages, or that
 * takes replicas through their steps. Verdicts of other generations than the one at hand are
 * dropped. Thread-safe.
 */
final class GateVerdicts {

    private record Handed(int generation, Verdict verdict) {}

    private final AtomicReference<@Nullable Handed> last = new AtomicReference<>();

    /** Takes a verdict from the coordinator. */
    void hand(int generation, Verdict verdict) {
        last.set(new Handed(generation, verdict));
    }

    /** The verdict on the gate after {@code step} commits, or null when it is not here yet. */
    @Nullable Verdict on(int generation, long step) {
        Handed handed = last.get();
        return handed != null && handed.generation == generation && handed.verdict.step() == step
                ? handed.verdict
                : null;
    }
}
