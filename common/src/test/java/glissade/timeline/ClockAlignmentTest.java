package glissade.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClockAlignmentTest {

    private final ClockAlignment clock = new ClockAlignment();

    @Test
    void shouldLeaveReadingsAsTheyAreWhereAllLieBetweenQuestionAndAnswer() {
        clock.trip(1_000, 1_900, 2_000);
        clock.trip(5_000, 5_000, 5_100);

        assertThat(clock.isShared()).isTrue();
        assertThat(clock.toReference(123)).isEqualTo(123);
        assertThat(clock.uncertaintyNanos()).isZero();
    }

    @Test
    void shouldTakeTheDifferenceOfTheShortestRoundTrip() {
        clock.trip(1_000, 9_001_900, 2_000);
        clock.trip(3_000, 9_003_050, 3_100);
        clock.trip(4_000, 9_004_900, 5_000);

        assertThat(clock.isShared()).isFalse();
        assertThat(clock.toReference(9_003_050)).isEqualTo(3_050);
        assertThat(clock.toReference(8_000_000)).isEqualTo(-1_000_000);
        assertThat(clock.uncertaintyNanos()).isEqualTo(50);
    }

    @Test
    void shouldFollowAClockThatDrifts() {
        for (int trip = 0; trip < ClockAlignment.FIRST_TRIPS; trip++) {
            clock.trip(0, 1_000_000, 200);
        }
        // A thousandth faster, looked at once more at the end; one answer came late.
        clock.trip(1_000_000, 2_001_100, 1_000_200);
        clock.trip(1_100_000, 2_150_000, 1_190_000);

        assertThat(clock.ahead(900_000)).isEqualTo(999_900);
        assertThat(clock.ahead(1_000_000)).isEqualTo(999_900);
        assertThat(clock.ahead(1_500_550)).isEqualTo(1_000_450);
        assertThat(clock.ahead(2_001_100)).isEqualTo(1_001_000);
        assertThat(clock.ahead(9_000_000)).isEqualTo(1_001_000);
        assertThat(clock.trips()).isEqualTo(ClockAlignment.FIRST_TRIPS + 2);
        assertThat(clock.uncertaintyNanos()).isEqualTo(100);
    }

    @Test
    void shouldWorkWhereClocksHavePassedTheLargestLong() {
        long asked = Long.MAX_VALUE - 10;
        clock.trip(asked, 5_000, asked + 100);

        assertThat(clock.toReference(5_000)).isEqualTo(asked + 50);
    }
}
