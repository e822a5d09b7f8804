package glissade.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkDescriptionTest {

    @Test
    void shouldReadWidthsJoinedByDashes() {
        NetworkDescription description = parse("784-16-16-10");

        assertThat(description.widths()).containsExactly(784, 16, 16, 10);
        assertThat(description.inputs()).isEqualTo(784);
        assertThat(description.outputs()).isEqualTo(10);
        assertThat(description.layers()).isEqualTo(3);
    }

    @Test
    void shouldPrintItselfAsOnTheCommandLine() {
        assertThat(parse("784-16-16-10")).hasToString("784-16-16-10");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "784--10        | found \"\"",
                "-784-10        | found \"\"",
                "784-10-        | found \"\"",
                "``             | found \"\"",
                "784-x-10       | found \"x\"",
                "784-+16-10     | found \"+16\"",
                "784-1e3-10     | found \"1e3\"",
                "784-2147483648 | found \"2147483648\"",
                "784-99999999999999999999 | found \"99999999999999999999\"",
                "784            | found fewer than two",
                "784-0-10       | found a width below 1",
            })
    void shouldNameOptionAndFaultWhenWidthsAreNonsense(String model, String fault) {
        assertThatThrownBy(() -> parse(model))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "--model "
                                + model
                                + ": expected widths of layers joined by '-', like 784-128-10, "
                                + fault);
    }

    @Test
    void shouldRejectMoreParametersThanAnArrayHolds() {
        assertThatThrownBy(() -> parse("50000-50000-2147483647-2147483647"))
                .hasMessage(
                        "--model 50000-50000-2147483647-2147483647: expected at most 2147483647"
                                + " parameters, found more; use narrower layers");
    }

    @Test
    void shouldRejectSoftmaxInHiddenLayers() {
        assertThatThrownBy(() ->
                        new NetworkDescription(
                                List.of(4, 3, 2),
                                Activation.SOFTMAX,
                                Activation.SOFTMAX,
                                Loss.CROSS_ENTROPY))
                .hasMessage(
                        "--activation softmax: expected an activation for hidden layers, found one"
                                + " for the output alone; use --activation relu");
    }

    @ParameterizedTest
    @CsvSource({
        "SIGMOID, CROSS_ENTROPY, softmax",
        "SOFTMAX, MSE, identity",
        "SOFTMAX, QUADRATIC, sigmoid"
    })
    void shouldRejectAnOutputThatDoesNotGoWithTheLoss(Activation output, Loss loss, String mend) {
        assertThatThrownBy(
                        () -> new NetworkDescription(List.of(4, 2), Activation.RELU, output, loss))
                .hasMessage(
                        "--output-activation "
                                + output.optionName()
                                + ": does not go with --loss "
                                + loss.optionName()
                                + "; use --output-activation "
                                + mend
                                + " or leave it out");
    }

    @Test
    void shouldFindConstantsByTheNamesUsersWrite() {
        assertThat(Activation.of("leaky-relu")).isEqualTo(Activation.LEAKY_RELU);
        assertThat(Loss.of("cross-entropy")).isEqualTo(Loss.CROSS_ENTROPY);
        assertThat(Initialization.of("xavier")).isEqualTo(Initialization.XAVIER);
        assertThatThrownBy(() -> Activation.of("swish"))
                .hasMessage(
                        "unknown activation \"swish\": expected one of identity, sigmoid, tanh,"
                                + " relu, leaky-relu, softmax");
    }

    private static NetworkDescription parse(String model) {
        return NetworkDescription.parse(
                model, Activation.RELU, Activation.SOFTMAX, Loss.CROSS_ENTROPY);
    }
}
