package glissade.run;

import org.jspecify.annotations.Nullable;

/**
 * The end of an epoch as {@code metrics.csv} and the progress display see it.
 *
 * @param step steps committed
 * @param epoch the epoch that ended, from 1
 * @param samples training samples used since the start of training
 * @param epochLoss mean training loss over the epoch, as seen on the way
 * @param validation on validation data, null when there are none
 * @param test on test data, null when not measured
 */
public record EpochRow(
        long step,
        int epoch,
        long samples,
        double epochLoss,
        @Nullable Measured validation,
        @Nullable Measured test) {}
