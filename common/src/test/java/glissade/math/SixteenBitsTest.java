package glissade.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import glissade.AllocatedBytes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SixteenBitsTest {
    private static final int ALL = 1 << Short.SIZE;
    private static final int GUARD = 3;
    private static final Precision[] FORMATS = {Precision.BF16, Precision.FP16};

    private static Kernels made(String name) {
        return name.equals("scalar") ? Kernels.scalar() : Kernels.create();
    }

    /** Floats of every exponent, those in the middle between two of sixteen bits among them. */
    private static float[] floats() {
        float[] values = Floats.concat(Floats.specials(), Floats.randomBits(3, 100_003));
        float[] ties = new float[4 * ALL];
        for (int half = 0; half < ALL; half++) {
            float exact = Float.float16ToFloat((short) half);
            float next = Float.float16ToFloat((short) (half + 1));
            ties[4 * half] = exact;
            ties[4 * half + 1] = exact + (next - exact) / 2;
            ties[4 * half + 2] = Math.nextUp(ties[4 * half + 1]);
            ties[4 * half + 3] = Float.intBitsToFloat((half << Short.SIZE) | 0x8000);
        }
        float[] edges = {65_519.996f, 65_520f, -65_520f, 0x1p-25f, 0x1.000002p-25f, 0x1.8p-24f};
        return Floats.concat(Floats.concat(values, ties), edges);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vector", "scalar"})
    void shouldRoundToBinary16AsTheJavaPlatformDoes(String name) {
        float[] values = floats();
        float[] rounded = values.clone();

        made(name).round(Precision.FP16, rounded, GUARD, values.length - 2 * GUARD);

        for (int i = GUARD; i < values.length - GUARD; i++) {
            float expected = Float.float16ToFloat(Float.floatToFloat16(values[i]));
            assertSame(rounded[i], expected, values[i]);
        }
        assertThat(rounded[GUARD - 1]).isEqualTo(values[GUARD - 1]);
        assertThat(rounded[values.length - GUARD]).isEqualTo(values[values.length - GUARD]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vector", "scalar"})
    void shouldRoundToTheNearestBfloat16TiesToEven(String name) {
        float[] values = floats();
        float[] rounded = values.clone();

        made(name).round(Precision.BF16, rounded, 0, values.length);

        for (int i = 0; i < values.length; i++) {
            assertSame(rounded[i], nearestBf16(values[i]), values[i]);
        }
    }

    private static float nearestBf16(float value) {
        if (!Float.isFinite(value)) {
            return value;
        }
        int towardsZero = Float.floatToRawIntBits(value) & 0xffff_0000;
        int away = towardsZero + 0x1_0000;
        double magnitude = Math.abs((double) value);
        double below = magnitude - magnitude(towardsZero);
        double above = magnitude(away) - magnitude;
        boolean isTowardsZero = below < above || (below == above && (towardsZero & 0x1_0000) == 0);
        return Float.intBitsToFloat(isTowardsZero ? towardsZero : away);
    }

    /** Infinity counts as the number that would follow the largest. */
    private static double magnitude(int bits) {
        float magnitude = Math.abs(Float.intBitsToFloat(bits));
        return Float.isInfinite(magnitude) ? 0x1p128 : magnitude;
    }

    @ParameterizedTest
    @ValueSource(strings = {"vector", "scalar"})
    void shouldLeaveFloatsAsTheyAre(String name) {
        float[] values = floats();

        made(name).round(Precision.FP32, values, 0, values.length);

        assertThat(values).isEqualTo(floats());
    }

    @ParameterizedTest
    @ValueSource(strings = {"vector", "scalar"})
    void shouldUnpackEveryNumberOfSixteenBitsAndPackItAgain(String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment all = arena.allocate(ALL * 2L + 1);
            MemorySegment again = arena.allocate(ALL * 2L + 1);
            for (Precision format : FORMATS) {
                for (int half = 0; half < ALL; half++) {
                    all.set(ScalarKernels.SHORT, 2L * half + 1, (short) half);
                }
                float[] values = new float[ALL + GUARD];

                made(name).unpack(format, all, 1, values, GUARD, ALL - 1);
                made(name).pack(format, values, GUARD, ALL - 1, again, 1);

                for (int half = 0; half < ALL - 1; half++) {
                    float expected =
                            format == Precision.FP16
                                    ? Float.float16ToFloat((short) half)
                                    : Float.intBitsToFloat(half << Short.SIZE);
                    assertSame(values[GUARD + half], expected, half);
                    if (!Float.isNaN(expected)) {
                        assertThat(again.get(ScalarKernels.SHORT, 2L * half + 1))
                                .isEqualTo((short) half);
                    }
                }
                assertThat(values[GUARD - 1]).isZero();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vector", "scalar"})
    void shouldHandOneNaNOnWhateverItsPayload(String name) {
        float[] values = new float[19];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(0xff80_0001 + i * 0x1234);
        }
        for (Precision format : FORMATS) {
            float[] rounded = values.clone();
            made(name).round(format, rounded, 0, rounded.length);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment packed = arena.allocate(2L * values.length);
                made(name).pack(format, rounded, 0, rounded.length, packed, 0);
                made(name).unpack(format, packed, 0, rounded, 0, rounded.length);
            }
            for (float value : rounded) {
                assertThat(Float.floatToRawIntBits(value)).isEqualTo(0x7fc0_0000);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vector", "scalar"})
    void shouldRefuseToPackFloats(String name) {
        assertThatThrownBy(() ->
                        made(name).pack(Precision.FP32, new float[4], 0, 4, MemorySegment.NULL, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("fp32 has no form in sixteen bits");
    }

    @Test
    void shouldAllocateNothingAfterWarmUp() {
        float[] values = Floats.random(5, 5_000);
        Kernels kernels = Kernels.create();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment packed = arena.allocate(2L * values.length);

            long allocated =
                    AllocatedBytes.of(() -> {
                        for (Precision format : FORMATS) {
                            kernels.round(format, values, 0, values.length);
                            kernels.pack(format, values, 0, values.length, packed, 0);
                            kernels.unpack(format, packed, 0, values, 0, values.length);
                        }
                    });

            assertThat(allocated).isZero();
        }
    }

    /** The same bits, but for the payload of NaN. */
    private static void assertSame(float actual, float expected, float of) {
        if (Float.floatToIntBits(actual) != Float.floatToIntBits(expected)) {
            assertThat(actual).as("rounded %a", of).isEqualTo(expected);
        }
    }
}
