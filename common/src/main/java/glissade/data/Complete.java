package glissade.data;

import java.nio.file.Path;
import java.util.Arrays;

/** Looks through samples of numbers for those that are missing (NaN) or infinite. */
final class Complete {
    private Complete() {}

    /**
     * Applies the word on missing values: samples that lack one are refused, or left out, or stay
     * with NaN in the place.
     *
     * @param path of the inputs, for messages
     * @return {@code samples}, or those that are complete
     * @throws DataException if a value is missing that must not be, or is infinite
     */
    static Dataset of(Dataset samples, Path path, Reading reading) {
        boolean drop = reading.missing() == MissingValues.DROP && !reading.isPrediction();
        float[] inputs = new float[samples.inputs()];
        float[] targets = new float[samples.targets()];
        int[] complete = new int[drop ? samples.size() : 0];
        int count = 0;
        for (int index = 0; index < samples.size(); index++) {
            samples.copyInputs(index, inputs, 0);
            samples.copyTargets(index, targets, 0);
            boolean whole = true;
            for (int i = 0; i < inputs.length; i++) {
                if (!Float.isFinite(inputs[i])) {
                    whole = false;
                    check(inputs[i], path, index, "number " + i, reading.missing(), reading);
                }
            }
            for (int i = 0; i < targets.length; i++) {
                if (!Float.isFinite(targets[i])) {
                    whole = false;
                    MissingValues policy = drop ? MissingValues.DROP : MissingValues.ERROR;
                    check(targets[i], path, index, "target " + i, policy, reading);
                }
            }
            if (drop && whole) {
                complete[count++] = index;
            }
        }
        if (drop && count == 0) {
            throw new DataException(
                    path
                            + ": --missing drop leaves none of "
                            + samples.size()
                            + " samples, as each lacks a value; use --missing mean");
        }
        return drop && count < samples.size()
                ? Subset.of(samples, Arrays.copyOf(complete, count))
                : samples;
    }

    private static void check(
            float value, Path path, int index, String what, MissingValues policy, Reading reading) {
        boolean missing = Float.isNaN(value);
        if (missing && policy == MissingValues.MEAN) {
            return;
        }
        if (missing && policy == MissingValues.DROP && !reading.isPrediction()) {
            return;
        }
        throw new DataException(
                path
                        + ": sample "
                        + index
                        + ", "
                        + what
                        + " (both from 0): expected a finite number, found "
                        + value
                        + (missing
                                ? "; correct it, or use --missing mean or --missing drop"
                                : "; correct it"));
    }
}
