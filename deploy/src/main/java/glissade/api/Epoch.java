package glissade.api;

/**
 * How training stood when an epoch had ended.
 *
 * @param number of the epoch, from 1
 * @param loss mean over its training samples, as seen on the way
 * @param validationLoss NaN where there are no validation data
 * @param testLoss NaN where the test data were not looked at
 */
public record Epoch(int number, double loss, double validationLoss, double testLoss) {}
