package glissade.run;

import org.jspecify.annotations.Nullable;

/**
 * One starting point of a run with restarts, and the valley that training rolled into from there.
 *
 * @param number of the starting point, from 1
 * @param seed that its initial parameters were drawn from
 * @param status how its training ended
 * @param message one line on that for the user; empty when all went well
 * @param summary of its training; null when that never began
 * @param distance Euclidean distance of its final parameters from those of the kept one; NaN where
 *     there are not both
 */
public record Restart(
        int number,
        long seed,
        RunStatus status,
        String message,
        @Nullable RunSummary summary,
        double distance) {

    /** The same at this distance. */
    public Restart at(double newDistance) {
        return new Restart(number, seed, status, message, summary, newDistance);
    }

    /** Loss on the validation data at its end; NaN where it was not measured. */
    public double validationLoss() {
        return summary == null ? Double.NaN : summary.quality().validationLoss();
    }

    /** Whether it may be the one that is kept: trained to its end, with a loss that is a number. */
    public boolean eligible() {
        return status == RunStatus.DONE && Double.isFinite(validationLoss());
    }
}
