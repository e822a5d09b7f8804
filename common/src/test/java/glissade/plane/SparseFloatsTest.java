package glissade.plane;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import glissade.AllocatedBytes;
import java.util.Arrays;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames that leave zeros out. */
final class SparseFloatsTest {
    private static final int INDEX = 64;
    private static final int OFFSET = 3;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[60_000]);
    private final Random random = new Random(5);

    private float[] source(int floats, double share) {
        float[] source = new float[OFFSET + floats];
        Arrays.fill(source, 0, OFFSET, 9f);
        for (int i = OFFSET; i < source.length; i++) {
            source[i] = random.nextDouble() < share ? random.nextFloat() - 0.5f : 0f;
        }
        return source;
    }

    private int write(float[] source) {
        int floats = source.length - OFFSET;
        int count = SparseFloats.count(source, OFFSET, floats);
        SparseFloats.write(buffer, INDEX, source, OFFSET, floats, count);
        return SparseFloats.payloadLength(count);
    }

    @ParameterizedTest
    @CsvSource({"1,0", "1,1", "207,0.1", "4096,0", "8192,0.001", "8192,0.5", "8192,1"})
    void shouldGiveBackEveryFloat(int floats, double share) {
        float[] source = source(floats, share);
        int length = write(source);

        assertThat(SparseFloats.isWhole(buffer, INDEX, length)).isTrue();
        assertThat(SparseFloats.floats(buffer, INDEX)).isEqualTo(floats);
        float[] target = new float[source.length + 1];
        Arrays.fill(target, 9f);
        SparseFloats.copy(buffer, INDEX, length, target, OFFSET);
        assertThat(Arrays.copyOf(target, source.length)).isEqualTo(source);
        assertThat(target[source.length]).isEqualTo(9f);
        SparseFloats.add(buffer, INDEX, length, target, OFFSET);
        for (int i = OFFSET; i < source.length; i++) {
            assertThat(target[i]).isEqualTo(source[i] + source[i]);
        }
    }

    @Test
    void shouldCountNothingButZerosAsZeros() {
        float[] values = {0f, -0f, Float.NaN, Float.MIN_VALUE, 0f, Float.NEGATIVE_INFINITY};

        assertThat(SparseFloats.count(values, 0, values.length)).isEqualTo(4);
        assertThat(SparseFloats.pays(4, values.length)).isFalse();
        assertThat(SparseFloats.pays(0, 2)).isTrue();
        assertThat(SparseFloats.pays(5_460, 8_192)).isTrue();
        assertThat(SparseFloats.pays(5_461, 8_192)).isFalse();
    }

    @Test
    void shouldAllocateNothing() {
        float[] source = source(8_192, 0.1);
        float[] target = new float[source.length];
        int length = write(source);

        long bytes =
                AllocatedBytes.of(() -> {
                    write(source);
                    if (SparseFloats.isWhole(buffer, INDEX, length)) {
                        SparseFloats.copy(buffer, INDEX, length, target, OFFSET);
                        SparseFloats.add(buffer, INDEX, length, target, OFFSET);
                    }
                });

        assertThat(bytes).isZero();
        assertThat(target[OFFSET + 5]).isEqualTo(2 * source[OFFSET + 5]);
    }

    @Test
    void shouldRefusePlacesThatDoNotAscendOrLieOutside() {
        int length = write(new float[] {9, 9, 9, 1, 0, 2, 0, 3});
        int firstPlace = INDEX + 4 + 3 * 4;

        assertThat(SparseFloats.isWhole(buffer, INDEX, length)).isTrue();
        assertThat(SparseFloats.isWhole(buffer, INDEX, length - 2)).isFalse();
        assertThat(SparseFloats.isWhole(buffer, INDEX, 2)).isFalse();
        for (int wrong : new int[] {2, 5, 65_535}) {
            buffer.putShort(firstPlace, (short) wrong, LITTLE_ENDIAN);
            assertThat(SparseFloats.isWhole(buffer, INDEX, length)).as("%d", wrong).isFalse();
        }
        buffer.putShort(firstPlace, (short) 1, LITTLE_ENDIAN);
        assertThat(SparseFloats.isWhole(buffer, INDEX, length)).isTrue();
        for (int wrong : new int[] {-1, 0, 4, 8_193}) {
            buffer.putInt(INDEX, wrong, LITTLE_ENDIAN);
            assertThat(SparseFloats.isWhole(buffer, INDEX, length)).as("%d", wrong).isFalse();
        }
    }
}
