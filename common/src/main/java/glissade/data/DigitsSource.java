package glissade.data;

import org.jspecify.annotations.Nullable;

/**
 * The digits that the program draws itself: {@code digits} or {@code digits:N} for N training and N
 * / 4 test images. They are the same for every run, whatever its seed: a smaller set is the
 * beginning of a larger one.
 */
record DigitsSource(int count) implements DataSource {
    static final String NAME = "digits";

    private static final int DEFAULT_COUNT = 20_000;
    private static final int SMALLEST = 4;
    private static final int LARGEST = 2_000_000;
    private static final int TRAINING_FOR_ONE_TEST_IMAGE = 4;

    /** Not the seed of the run, so that runs with other seeds can be compared. */
    private static final long DATA_SEED = 1;

    static DigitsSource parse(String option, String text) {
        if (text.equals(NAME)) {
            return new DigitsSource(DEFAULT_COUNT);
        }
        String number = text.substring(NAME.length() + 1);
        int count = number.matches("[0-9]{1,9}") ? Integer.parseInt(number) : -1;
        if (count < SMALLEST || count > LARGEST) {
            throw new DataException(
                    option
                            + ": expected digits:N with a whole number N from "
                            + SMALLEST
                            + " to "
                            + LARGEST
                            + ", found "
                            + Shown.quoted(text));
        }
        return new DigitsSource(count);
    }

    @Override
    public String text() {
        return count == DEFAULT_COUNT ? NAME : NAME + ":" + count;
    }

    @Override
    public Dataset training(Reading reading) {
        return SyntheticDigits.trainingOnDemand(count, DATA_SEED);
    }

    @Override
    public @Nullable Dataset test(Reading reading) {
        return SyntheticDigits.testOnDemand(count / TRAINING_FOR_ONE_TEST_IMAGE, DATA_SEED);
    }
}
