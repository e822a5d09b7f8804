package glissade.averaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class StepDeadlineTest {

    private static final long SECOND = 1_000_000_000L;

    private final StepDeadline deadline = new StepDeadline(0);

    @Test
    void shouldLeaveTheFirstStepTwoMinutesHoweverShortTheGreetingWas() {
        deadline.beginWait(0);
        deadline.beginStep(SECOND / 10);

        assertThat(deadline.expired(119 * SECOND)).isFalse();
        assertThat(deadline.expired(121 * SECOND)).isTrue();
        assertThat(deadline.words()).isEqualTo("120 s");
    }

    @Test
    void shouldLeaveThirtySecondsOnceStepsAreShort() {
        deadline.beginStep(0);
        deadline.beginStep(SECOND / 1_000);

        assertThat(deadline.expired(30 * SECOND)).isFalse();
        assertThat(deadline.expired(31 * SECOND)).isTrue();
    }

    @Test
    void shouldGrowWithTheLongestStepAndNotWithWaitsWithinIt() {
        deadline.beginStep(0);
        deadline.beginWait(SECOND);
        deadline.beginStep(2 * SECOND);
        deadline.beginStep(3 * SECOND);

        assertThat(deadline.allowedNanos()).isEqualTo(100 * SECOND);
    }

    @Test
    void shouldLeaveRoomForTheEvaluationBetweenTwoSteps() {
        StepDeadline patient = new StepDeadline(150);
        patient.beginStep(0);
        patient.beginStep(SECOND);

        assertThat(patient.allowedNanos()).isEqualTo(200 * SECOND);
    }

    @Test
    void shouldNotCountWhatTheLivingComputeInTheirFirstSteps() {
        deadline.beginStep(0);
        assertThat(deadline.expiredAmongLiving(3_600 * SECOND)).isFalse();
        assertThat(deadline.expiredAmongLiving(90_000 * SECOND)).isTrue();
        // The own share of the first step may be none.
        deadline.beginStep(1);
        assertThat(deadline.expired(3_600 * SECOND)).isTrue();
        assertThat(deadline.expiredAmongLiving(3_600 * SECOND)).isFalse();
        deadline.beginStep(3_600 * SECOND);
        assertThat(deadline.expiredAmongLiving(3_600 * SECOND * 50)).isFalse();
        assertThat(deadline.expiredAmongLiving(3_600 * SECOND * 52)).isTrue();
    }

    @Test
    void shouldTellTheLimitThatEndedTheWait() {
        deadline.beginStep(0);
        assertThat(deadline.expiredAmongLiving(90_000 * SECOND)).isTrue();
        assertThat(deadline.words()).isEqualTo("24 h");

        deadline.beginWait(90_000 * SECOND);
        assertThat(deadline.expired(90_121 * SECOND)).isTrue();
        assertThat(deadline.expiredAmongLiving(90_121 * SECOND)).isFalse();
        assertThat(deadline.words()).isEqualTo("120 s");
    }

    @Test
    void shouldTellTheLongerLimitWhereTheFirstShareTookVeryLong() {
        deadline.beginStep(0);
        deadline.beginStep(3_600 * SECOND);
        assertThat(deadline.expiredAmongLiving(183_599 * SECOND)).isFalse();
        assertThat(deadline.expiredAmongLiving(183_601 * SECOND)).isTrue();
        assertThat(deadline.words()).isEqualTo("180000 s");
    }

    @Test
    void shouldCountAGreetingThatDoesNotCome() {
        deadline.beginWait(0);

        assertThat(deadline.expiredAmongLiving(121 * SECOND)).isTrue();
    }
}
