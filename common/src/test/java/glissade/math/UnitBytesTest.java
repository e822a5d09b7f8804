package glissade.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnitBytesTest {

    private static byte[] allBytes() {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    /** The correction by the remainder has to hold for each of the 256 values. */
    @Test
    void shouldGiveTheBitsOfTheDivisionForEveryByte() {
        float[] floats = new float[256];

        UnitBytes.toFloats(MemorySegment.ofArray(allBytes()), 0, 256, floats, 0);

        for (int value = 0; value < 256; value++) {
            assertThat(floats[value]).isEqualTo(value / 255f);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 7, 8, 9, 15, 16, 17, 31, 33, 100})
    void shouldConvertAnyNumberOfBytesFromAnywhere(int length) {
        float[] floats = new float[length + 5];
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment outside = arena.allocate(256);
            outside.copyFrom(MemorySegment.ofArray(allBytes()));

            UnitBytes.toFloats(outside, 255 - length, length, floats, 3);
        }

        for (int i = 0; i < length; i++) {
            assertThat(floats[3 + i]).isEqualTo((255 - length + i) / 255f);
        }
        assertThat(floats[0]).isZero();
        assertThat(floats[2]).isZero();
        assertThat(floats[length + 3]).isZero();
    }

    @Test
    void shouldRefuseToReadOrWriteOutside() {
        MemorySegment bytes = MemorySegment.ofArray(new byte[20]);

        assertThatThrownBy(() -> UnitBytes.toFloats(bytes, 1, 20, new float[20], 0))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> UnitBytes.toFloats(bytes, 0, 20, new float[19], 0))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
