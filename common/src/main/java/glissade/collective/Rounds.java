package glissade.collective;

/**
 * Where replicas that descend by themselves are averaged: after every {@code every} steps of an
 * epoch, at its end, and at the end of training. A function of the step alone, so that a resumed
 * run synchronises where the one that was never stopped does. With {@code every} 1 each step is a
 * round: that is training without replicas. Immutable.
 *
 * @param endStep commits after which training ends
 */
public record Rounds(EpochShape shape, int every, long endStep) {

    public Rounds {
        if (every < 1) {
            throw new IllegalArgumentException("a round has at least one step: every=" + every);
        }
    }

    /** The most steps that a round has. */
    public int longest() {
        return Math.min(every, shape.stepsPerEpoch());
    }

    /** The first step of the round that {@code step} belongs to. */
    public long start(long step) {
        return step - shape.stepInEpoch(step) % every;
    }

    /** One past the last step of the round that {@code step} belongs to. */
    public long end(long step) {
        long epochEnd = step - shape.stepInEpoch(step) + shape.stepsPerEpoch();
        return Math.min(Math.min(start(step) + every, epochEnd), endStep);
    }
}
