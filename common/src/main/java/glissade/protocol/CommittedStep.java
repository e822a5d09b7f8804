package glissade.protocol;

/**
 * One committed step as the metrics show it.
 *
 * @param step the step that was taken; its parameters are those of {@code step + 1} now
 * @param loss mean over the mini-batch, before the update
 * @param epochLoss mean over the samples of the epoch that this step ends (or of its part when the
 *     run ends in it), NaN for other steps
 * @param elapsedNanos since training began, on the averager's clock
 */
public record CommittedStep(
        long step,
        double loss,
        double epochLoss,
        double learningRate,
        double gradientNorm,
        long elapsedNanos) {

    public CommittedStep {
        Checks.atLeast("step", step, 0);
    }
}
