package glissade.nn;

import static org.assertj.core.api.Assertions.assertThatCode;

import glissade.math.Kernels;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever the shape, scratch memory is large enough: kernels check every range. */
final class KernelWarmUpTest {

    @BeforeEach
    void warmsUp() {
        System.setProperty(KernelWarmUp.PROPERTY, "2");
    }

    @AfterEach
    void doesNotWarmUp() {
        System.clearProperty(KernelWarmUp.PROPERTY);
    }

    @ParameterizedTest
    @CsvSource({
        "1-1, 1, 1",
        "2-3-1, 9, 4",
        "784-128-10, 32, 16",
        "784-512-512-10, 128, 32",
        "65-255-257-303, 167, 5",
        "300-48-2, 239, 100",
        "47-2049-287, 119, 1"
    })
    void shouldStayWithinItsMemory(String model, int rows, int sliceSize) {
        NetworkDescription network =
                NetworkDescription.parse(
                        model, Activation.RELU, Activation.SOFTMAX, Loss.CROSS_ENTROPY);
        AtomicLong clock = new AtomicLong();

        assertThatCode(
                        () -> {
                            KernelWarmUp.training(
                                    network,
                                    rows,
                                    sliceSize,
                                    Kernels.create(),
                                    () -> clock.getAndAdd(1_000_000));
                            KernelWarmUp.forward(network, rows, Kernels.create());
                        })
                .doesNotThrowAnyException();
    }
}
