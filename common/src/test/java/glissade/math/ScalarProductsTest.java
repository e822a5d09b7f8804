package glissade.math;

final class ScalarProductsTest extends ProductsContract {
    @Override
    Kernels kernels() {
        return Kernels.scalar();
    }
}
