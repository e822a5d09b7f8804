package glissade.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

/** Results between guard values, which must survive. */
final class GuardedFloats {
    /** Floats before and after a result. */
    static final int GUARD = 3;

    private static final float GUARD_VALUE = -77.25f;

    private GuardedFloats() {}

    static float[] guarded(int length) {
        float[] values = new float[length + 2 * GUARD];
        Arrays.fill(values, GUARD_VALUE);
        return values;
    }

    /** Compares bits; only the payloads of NaN may differ. */
    static void assertBits(float[] actual, float[] expected) {
        int difference = Arrays.mismatch(actual, expected);
        assertThat(difference)
                .as(() ->
                        "first difference: "
                                + actual[difference]
                                + " instead of "
                                + expected[difference])
                .isEqualTo(-1);
    }
}
