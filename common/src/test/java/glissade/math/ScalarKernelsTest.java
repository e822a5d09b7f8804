package glissade.math;

final class ScalarKernelsTest extends KernelsContract {
    @Override
    Kernels kernels() {
        return Kernels.scalar();
    }
}
