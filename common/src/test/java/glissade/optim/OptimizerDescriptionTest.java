package glissade.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptimizerDescriptionTest {

    @Test
    void shouldKnowTheOptimizersByName() {
        assertThat(OptimizerDescription.names())
                .containsExactly(
                        "sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw");
        assertThat(OptimizerDescription.of("sgd").create()).isInstanceOf(Sgd.class);
        assertThat(OptimizerDescription.of("momentum").create()).isInstanceOf(Momentum.class);
        assertThat(OptimizerDescription.of("adam").create()).isInstanceOf(Adam.class);
    }

    /**
     * Kingma and Ba 2015, caption of Algorithm 1; momentum 0.9 as the command line promises; the
     * others as in PyTorch's signatures.
     */
    @Test
    void shouldDefaultToThePublishedConstants() {
        assertThat(OptimizerDescription.of("adagrad").epsilon()).isEqualTo(1e-10);
        assertThat(OptimizerDescription.of("rmsprop").beta2()).isEqualTo(0.99);
        assertThat(OptimizerDescription.of("rmsprop").epsilon()).isEqualTo(1e-8);
        assertThat(OptimizerDescription.of("nesterov").momentum()).isEqualTo(0.9);
        assertThat(OptimizerDescription.of("adamw"))
                .isEqualTo(new OptimizerDescription("adamw", 0.9, 0.9, 0.999, 1e-8, 0.01));
        assertThat(OptimizerDescription.of("adam"))
                .isEqualTo(new OptimizerDescription("adam", 0.9, 0.9, 0.999, 1e-8, 0));
    }

    @Test
    void shouldKnowWhichAreAdaptiveAndWhichHaveMomentum() {
        assertThat(OptimizerDescription.names())
                .filteredOn(name -> OptimizerDescription.of(name).isAdaptive())
                .containsExactly("adagrad", "rmsprop", "adam", "adamw");
        assertThat(OptimizerDescription.names())
                .filteredOn(name -> OptimizerDescription.of(name).hasMomentum())
                .containsExactly("momentum", "nesterov");
    }

    @Test
    void shouldListTheNamesWhenOneIsUnknown() {
        assertThatThrownBy(() -> OptimizerDescription.of("adm"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "unknown optimizer \"adm\": expected one of sgd, momentum, nesterov, adagrad,"
                                + " rmsprop, adam, adamw");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.0, Double.NaN})
    void shouldRejectAShareOutsideItsRange(double momentum) {
        assertThatThrownBy(() -> OptimizerDescription.of("sgd").withMomentum(momentum))
                .hasMessage("momentum must be from 0 to below 1: momentum=" + momentum);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
    void shouldRejectAWeightDecayThatIsNegative(double decay) {
        assertThatThrownBy(() -> OptimizerDescription.of("sgd").withWeightDecay(decay))
                .hasMessage("weightDecay must not be negative: weightDecay=" + decay);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.0, -1e-8, Double.NaN, Double.POSITIVE_INFINITY})
    void shouldRejectAnEpsilonThatIsNotPositive(double epsilon) {
        assertThatThrownBy(() -> new OptimizerDescription("adam", 0.9, 0.9, 0.999, epsilon, 0))
                .hasMessage("epsilon must be positive: epsilon=" + epsilon);
    }
}
