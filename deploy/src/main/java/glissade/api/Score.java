package glissade.api;

import glissade.run.Measured;
import org.jspecify.annotations.Nullable;

/**
 * How well a model does on data. What does not apply, or was not measured, is NaN.
 *
 * @param loss mean over the samples
 * @param accuracy share of samples whose class was found, 0..1; NaN for a regression
 * @param rSquared 1 is perfect, 0 no better than always predicting the mean; NaN for classes
 * @param meanAbsoluteError of the predicted values; NaN for classes
 */
public record Score(double loss, double accuracy, double rSquared, double meanAbsoluteError) {

    /** Nothing was measured. */
    public static final Score NONE = new Score(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    static Score of(@Nullable Measured measured) {
        return measured == null
                ? NONE
                : new Score(
                        measured.loss(),
                        measured.accuracy(),
                        measured.rSquared(),
                        measured.meanAbsoluteError());
    }
}
