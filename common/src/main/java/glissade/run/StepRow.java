package glissade.run;

import glissade.averaging.LayerGradient;
import java.util.List;

/**
 * One training step as {@code metrics.csv} and the progress display see it.
 *
 * @param step steps committed, this one included: the first row is 1
 * @param epoch the epoch that the step belongs to, from 1
 * @param samples training samples used since the start of training
 * @param loss mean loss over the step's mini-batch, before its update
 * @param learningRate rate that the update used
 * @param gradientNorm Euclidean norm of the averaged gradient
 * @param samplesPerSecond throughput since the row before
 * @param workers workers that took part
 * @param penalty L1 and L2 of the parameters before the update, 0 for none
 * @param layers the gradient by layer, empty where it was not looked at
 */
public record StepRow(
        long step,
        int epoch,
        long samples,
        double loss,
        double learningRate,
        double gradientNorm,
        double samplesPerSecond,
        int workers,
        double penalty,
        List<LayerGradient> layers) {

    public StepRow {
        layers = List.copyOf(layers);
    }
}
