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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    4-2 | there is no hidden layer to normalise in --model 4-2; leave it out
                    4-1-2 | a hidden layer of one unit, as in --model 4-1-2, is the same for all samples once it is normalised; use wider layers or leave it out
                    """)
    void shouldRejectLayerNormalisationOfNothing(String model, String fault) {
        assertThatThrownBy(() -> normalized(parse(model).widths()))
                .hasMessage("--layer-norm true: " + fault);
    }

    @Test
    void shouldCountGainsAndShiftsAmongTheParametersThatAnArrayHolds() {
        List<Integer> widths = List.of(2, 500_000_000, 1);

        assertThat(
                        new NetworkDescription(
                                        widths, Activation.RELU, Activation.IDENTITY, Loss.MSE)
                                .layerNorm())
                .isFalse();
        assertThatThrownBy(() -> normalized(widths))
                .hasMessageContaining("expected at most 2147483647 parameters, found more");
    }

    private static NetworkDescription normalized(List<Integer> widths) {
        return new NetworkDescription(widths, Activation.RELU, Activation.IDENTITY, Loss.MSE, true);
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
