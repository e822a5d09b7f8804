package glissade.coordinator;

import glissade.run.RunStatus;
import glissade.run.RunSummary;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param message one line for the user; empty when all went well
 * @param machineLacksSomething true when the cause is this machine or a worker's, not the run
 *     itself
 * @param summary null when training never began
 */
public record RunOutcome(
        RunStatus status,
        String message,
        boolean machineLacksSomething,
        @Nullable RunSummary summary) {}
