package glissade.api;

/**
 * What came of a training.
 *
 * @param model the network, ready to predict
 * @param epochs whole passes over the training data
 * @param steps optimizer updates
 * @param testLoss on data never trained on
 * @param testAccuracy share of test samples whose class was right, NaN for a regression
 * @param parametersSha256 of the parameters: equal for equal options, data and seed
 * @param message one line on how training ended, empty mostly
 */
public record Trained(
        Model model,
        int epochs,
        long steps,
        double testLoss,
        double testAccuracy,
        String parametersSha256,
        String message) {}
