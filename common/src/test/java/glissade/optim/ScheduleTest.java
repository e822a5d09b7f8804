package glissade.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

    @Test
    void shouldKeepAConstantRate() {
        Schedule schedule = Schedule.constant(0.25);

        assertThat(schedule.learningRate(0)).isEqualTo(0.25);
        assertThat(schedule.learningRate(Long.MAX_VALUE)).isEqualTo(0.25);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.0, -1.0, Double.NaN, Double.POSITIVE_INFINITY})
    void shouldRejectARateThatIsNotPositive(double rate) {
        assertThatThrownBy(() -> Schedule.constant(rate))
                .hasMessage("learningRate must be a positive number: learningRate=" + rate);
    }
}
