package glissade.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptimizerDescriptionTest {

    @Test
    void shouldKnowTheOptimizersByName() {
        assertThat(OptimizerDescription.names()).containsExactly("sgd", "momentum", "adam");
        assertThat(OptimizerDescription.of("sgd").create()).isInstanceOf(Sgd.class);
        assertThat(OptimizerDescription.momentum(0.5).create()).isInstanceOf(Momentum.class);
        assertThat(OptimizerDescription.of("adam").create()).isInstanceOf(Adam.class);
    }

    /** Kingma and Ba 2015, caption of Algorithm 1; momentum 0.9 as the command line promises. */
    @Test
    void shouldDefaultToThePublishedConstants() {
        assertThat(OptimizerDescription.of("adam"))
                .isEqualTo(new OptimizerDescription("adam", 0.9, 0.9, 0.999, 1e-8));
    }

    @Test
    void shouldCallOnlyAdamAdaptive() {
        assertThat(OptimizerDescription.of("adam").isAdaptive()).isTrue();
        assertThat(OptimizerDescription.of("sgd").isAdaptive()).isFalse();
        assertThat(OptimizerDescription.of("momentum").isAdaptive()).isFalse();
    }

    @Test
    void shouldListTheNamesWhenOneIsUnknown() {
        assertThatThrownBy(() -> OptimizerDescription.of("adm"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown optimizer \"adm\": expected one of sgd, momentum, adam");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.0, Double.NaN})
    void shouldRejectAShareOutsideItsRange(double momentum) {
        assertThatThrownBy(() -> OptimizerDescription.momentum(momentum))
                .hasMessage("momentum must be from 0 to below 1: momentum=" + momentum);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.0, -1e-8, Double.NaN, Double.POSITIVE_INFINITY})
    void shouldRejectAnEpsilonThatIsNotPositive(double epsilon) {
        assertThatThrownBy(() -> new OptimizerDescription("adam", 0.9, 0.9, 0.999, epsilon))
                .hasMessage("epsilon must be positive: epsilon=" + epsilon);
    }
}
