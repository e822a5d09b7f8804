package glissade.run;

import glissade.evaluation.ClassificationFigures;
import glissade.evaluation.EvaluationFigures;
import glissade.evaluation.RegressionFigures;

/**
 * The figures of an evaluation that progress shows. Those that do not apply are NaN.
 *
 * @param loss mean over the samples
 * @param accuracy share of samples whose largest output is their label, 0..1; NaN for regression
 * @param rSquared 1 is perfect, 0 no better than predicting the mean; NaN for classes
 * @param meanAbsoluteError of the predicted values; NaN for classes
 */
public record Measured(double loss, double accuracy, double rSquared, double meanAbsoluteError) {

    /** Figures on classes. */
    public static Measured classes(double loss, double accuracy) {
        return new Measured(loss, accuracy, Double.NaN, Double.NaN);
    }

    /** Figures on predicted values. */
    public static Measured values(double loss, double rSquared, double meanAbsoluteError) {
        return new Measured(loss, Double.NaN, rSquared, meanAbsoluteError);
    }

    /** The figures of an evaluation that progress shows. */
    public static Measured of(EvaluationFigures figures) {
        ClassificationFigures classes = figures.classification();
        if (classes != null) {
            return classes(figures.loss(), classes.accuracy());
        }
        RegressionFigures values = figures.regression();
        return values == null
                ? classes(figures.loss(), Double.NaN)
                : values(figures.loss(), values.rSquared(), values.meanAbsoluteError());
    }

    /** Whether values were predicted, not classes. */
    public boolean isRegression() {
        return !Double.isNaN(meanAbsoluteError);
    }
}
