package glissade.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VectorWidthTest {
    @ParameterizedTest
    @CsvSource({
        "auto,512,512",
        "auto,256,256",
        "auto,128,128",
        "auto,2048,512",
        "auto,64,32",
        "512,256,256",
        "256,512,256",
        "128,512,128",
        "128,64,32",
        "scalar,512,32"
    })
    void shouldForceWidthsDownwardsOnly(String requested, int preferred, int expected) {
        assertThat(VectorWidth.bits(requested, preferred)).isEqualTo(expected);
    }

    @Test
    void shouldRejectAnUnknownWidth() {
        assertThatThrownBy(() -> VectorWidth.bits("avx", 512))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found \"avx\"");
    }
}
