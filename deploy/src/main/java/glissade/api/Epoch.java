package glissade.api;

/**
 * How training stood when an epoch had ended.
 *
 * @param start number of the starting point, from 1; 1 unless there are several
 * @param number of the epoch, from 1
 * @param loss mean over its training samples, as seen on the way
 * @param validation on the validation data; {@link Score#NONE} where there are none
 * @param test on the test data; {@link Score#NONE} where they were not looked at: they are once at
 *     the end where there are validation data
 */
public record Epoch(int start, int number, double loss, Score validation, Score test) {}
