package glissade.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Requirement D1: the sums behind a covariance have the bits of the contract on every width. */
final class ColumnProductsTest {
    private static final int GUARD = 3;

    /** Both implementations. */
    enum Implementation {
        SCALAR,
        MACHINE;

        ColumnProducts create() {
            return this == SCALAR ? ColumnProducts.scalar() : ColumnProducts.create();
        }
    }

    @ParameterizedTest
    @CsvSource({
        // rows, columns, from, to
        "0,5,0,5",
        "1,1,0,1",
        "3,2,0,2",
        "2,4,0,4",
        "7,5,1,4",
        "5,16,0,16",
        "9,17,0,17",
        "4,31,8,16",
        "13,33,5,33",
        "6,64,12,12",
        "20,100,3,98",
        "128,40,0,40"
    })
    void shouldAddProductsInTheOrderOfTheContract(int rows, int columns, int from, int to) {
        double[] x = doubles(1, GUARD + rows * columns);
        int length = ColumnProducts.triangleLength(columns);
        double[] before = doubles(2, length + 2 * GUARD);

        double[] expected = before.clone();
        int at = GUARD;
        for (int i = 0; i < columns; i++) {
            for (int j = i; j < columns; j++, at++) {
                for (int k = 0; i >= from && i < to && k < rows; k++) {
                    double a = x[GUARD + k * columns + i];
                    double b = x[GUARD + k * columns + j];
                    expected[at] = Math.fma(a, b, expected[at]);
                }
            }
        }

        for (Implementation implementation : Implementation.values()) {
            double[] triangle = before.clone();
            implementation.create().add(rows, columns, from, to, x, GUARD, triangle, GUARD);
            assertThat(triangle).as(implementation.name()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldContinueWhatEarlierRowsHaveBegun(Implementation implementation) {
        int rows = 50;
        int columns = 37;
        double[] x = doubles(3, rows * columns);
        double[] whole = new double[ColumnProducts.triangleLength(columns)];
        double[] parts = whole.clone();
        ColumnProducts products = implementation.create();

        products.add(rows, columns, 0, columns, x, 0, whole, 0);
        for (int lane = 0; lane < 3; lane++) {
            int from = columns * lane / 3;
            int to = columns * (lane + 1) / 3;
            products.add(19, columns, from, to, x, 0, parts, 0);
            products.add(rows - 19, columns, from, to, x, 19 * columns, parts, 0);
        }

        assertThat(parts).isEqualTo(whole);
    }

    @ParameterizedTest
    @EnumSource
    void shouldNameTheArgumentThatDoesNotFit(Implementation implementation) {
        ColumnProducts products = implementation.create();

        assertThatThrownBy(() -> products.add(2, 3, 0, 3, new double[5], 0, new double[6], 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("x does not fit its array: rows=2, columns=3, offset=0, length=5");
        assertThatThrownBy(() -> products.add(2, 3, 0, 3, new double[6], 0, new double[6], 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "triangle does not fit its array: rows=3, columns=3, offset=1, length=6");
        assertThatThrownBy(() -> products.add(2, 3, 0, 4, new double[6], 0, new double[6], 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "input range must lie within the inputs: fromInput=0, toInput=4, inputs=3");
    }

    private static double[] doubles(int seed, int count) {
        float[] high = Floats.random(seed, count);
        float[] low = Floats.random(seed + 100, count);
        double[] values = new double[count];
        Arrays.setAll(values, i -> high[i] + low[i] * 0x1p-25);
        return values;
    }
}
