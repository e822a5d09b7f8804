package glissade.averaging;

import java.util.List;

/**
 * One committed step as the metrics show it.
 *
 * @param step the step that was taken; its parameters are those of {@code step + 1} now
 * @param loss mean over the mini-batch, before the update
 * @param penalty of the parameters before the update, which the objective has beside the loss
 * @param epochLoss mean over the samples of the epoch that this step ends (or of its part when the
 *     run ends in it), NaN for other steps
 * @param gradientNorm of the objective
 * @param elapsedNanos since training began, on the averager's clock
 * @param layers the gradient by layer, empty where it was not looked at
 */
public record CommittedStep(
        long step,
        double loss,
        double penalty,
        double epochLoss,
        double learningRate,
        double gradientNorm,
        long elapsedNanos,
        List<LayerGradient> layers) {

    public CommittedStep {
        if (step < 0) {
            throw new IllegalArgumentException("step must not be negative: step=" + step);
        }
        layers = List.copyOf(layers);
    }
}
