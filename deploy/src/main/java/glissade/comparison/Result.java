package glissade.comparison;

import glissade.curve.LossCurve;
import glissade.curve.Verdict;
import glissade.run.RunDirectory;
import glissade.run.RunSummary;

/**
 * What a setting came to.
 *
 * @param summary of its run
 * @param verdict how it did beside the others
 */
public record Result(
        Setting setting,
        RunDirectory directory,
        RunSummary summary,
        LossCurve curve,
        Verdict verdict) {

    private static final int STRETCHES = 40;
    private static final long LEAST_SAMPLES = 512;

    /** Mean training loss over the last fortieth of training; NaN where it was not told. */
    public double endLoss() {
        var stretches = curve.stretches(STRETCHES, LEAST_SAMPLES);
        return stretches.isEmpty() ? Double.NaN : stretches.getLast().loss();
    }

    /** Loss on the validation data, or, where there are none, on the test data. */
    public double heldOutLoss() {
        return validated() ? summary.quality().validationLoss() : summary.quality().testLoss();
    }

    /** Accuracy on the validation data, or, where there are none, on the test data. */
    public double heldOutAccuracy() {
        return validated()
                ? summary.quality().validationAccuracy()
                : summary.quality().testAccuracy();
    }

    private boolean validated() {
        return setting.run().validationSamples() > 0;
    }
}
