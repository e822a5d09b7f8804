package glissade.math;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * The machine's own kernels; {@code -Dglissade.vector=…} in {@code test.jvm.flags} picks others.
 */
final class VectorKernelsTest extends KernelsContract {
    @Override
    Kernels kernels() {
        return Kernels.create();
    }

    @Test
    void shouldUseTheChosenWidth() {
        assertThat(Kernels.create().vectorBits()).isEqualTo(VectorWidth.bits());
    }
}
