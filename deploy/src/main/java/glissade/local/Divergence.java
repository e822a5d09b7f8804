package glissade.local;

import glissade.coordinator.RunOutcome;
import glissade.run.RunStatus;

/** Tells runs whose loss went out of bounds from those that failed in another way. */
public final class Divergence {

    /** In the message of every run that ended because its loss was beyond hope. */
    private static final String SIGN = "training diverged";

    private Divergence() {}

    /** How the loss went out of bounds, as a clause; empty where the run ended in another way. */
    public static String of(RunOutcome outcome) {
        String message = outcome.message();
        return outcome.status() == RunStatus.FAILED && message.contains(SIGN)
                ? message.substring(0, message.indexOf(": "))
                : "";
    }
}
