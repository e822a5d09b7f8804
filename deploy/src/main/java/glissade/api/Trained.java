package glissade.api;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a training.
 *
 * @param model the network, ready to predict
 * @param epochs whole passes over the training data
 * @param steps updates of the parameters
 * @param trainLoss mean over the last epoch, as seen on the way
 * @param validation on the validation data; {@link Score#NONE} where there are none
 * @param test on data never trained on
 * @param samplesPerSecond speed of training, once it was under way
 * @param seconds from the first step to the last
 * @param parametersSha256 of the parameters: equal for equal options, data and seed, whatever the
 *     number and place of the workers
 * @param message one line on how training ended, empty mostly
 * @param directory what the run left behind; null unless {@link Training#keepRunIn} was called
 * @param startingPoints what came of each, where there were several; else empty
 */
public record Trained(
        Model model,
        int epochs,
        long steps,
        double trainLoss,
        Score validation,
        Score test,
        double samplesPerSecond,
        double seconds,
        String parametersSha256,
        String message,
        @Nullable Path directory,
        List<StartingPoint> startingPoints) {

    public Trained {
        startingPoints = List.copyOf(startingPoints);
    }

    /** Loss on data never trained on, mean over the samples. */
    public double testLoss() {
        return test.loss();
    }

    /** Share of test samples whose class was found, 0..1; NaN for a regression. */
    public double testAccuracy() {
        return test.accuracy();
    }
}
