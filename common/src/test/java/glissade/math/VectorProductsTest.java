package glissade.math;

/**
 * The machine's own kernels; {@code -Dglissade.vector=…} in {@code test.jvm.flags} picks others.
 */
final class VectorProductsTest extends ProductsContract {
    @Override
    Kernels kernels() {
        return Kernels.create();
    }
}
