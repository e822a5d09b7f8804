package glissade.protocol;

/**
 * One committed step as the metrics show it.
 *
 * @param step the step that was taken; its parameters are those of {@code step + 1} now
 * @param loss mean over the mini-batch, before the update
 * @param elapsedNanos since training began, on the averager's clock
 */
public record CommittedStep(
        long step, double loss, double learningRate, double gradientNorm, long elapsedNanos) {

    public CommittedStep {
        Checks.atLeast("step", step, 0);
    }
}
