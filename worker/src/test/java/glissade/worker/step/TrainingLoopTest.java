package glissade.worker.step;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.collective.Division;
import glissade.timeline.Moment;
import glissade.timeline.Phase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class TrainingLoopTest {

    private static final String FAILED_LANE =
            "unexpected java.lang.IllegalStateException: a lane failed:"
                    + " java.lang.ArithmeticException: ahead";

    private final List<String> told = new CopyOnWriteArrayList<>();

    /** A stride that fails as nobody expects. */
    private static final Stride FAILING =
            new Stride() {
                @Override
                public long take(long step, float[] parameters) {
                    throw new IllegalStateException("of all things");
                }

                @Override
                public long slices() {
                    return 0;
                }
            };

    private static final class Parameters implements Exchange {
        @Override
        public float[] parameters(long step) {
            return new float[1];
        }

        @Override
        public boolean loss(SliceGradients gradients) {
            return true;
        }

        @Override
        public void publish(SliceGradients gradients, int part) {}

        @Override
        public boolean endStep() {
            return true;
        }

        @Override
        public void finish() {}

        @Override
        public long stateStep() {
            return -1;
        }

        @Override
        public Traffic traffic() {
            return new Traffic(0, 0);
        }
    }

    private final class Events extends SilentSteps {
        @Override
        public void recorded(int lane, List<Moment> moments, long lost) {
            told.add("lane " + lane + (moments.isEmpty() ? " without" : " with") + " moments");
        }

        @Override
        public void finished(StepReport report, long stateStep) {
            told.add("finished");
        }

        @Override
        public void failed(long step, String reason) {
            told.add("step " + step + ": " + reason);
        }
    }

    /** Where the time went is most wanted of a run that failed. */
    @Test
    void shouldTellItsTimelineWhereItFailsAsNobodyExpects() {
        try (Lanes lanes = new Lanes(1, "test", System::nanoTime, true)) {
            run(FAILING, lanes);
        }

        assertThat(told)
                .containsExactly(
                        "lane 0 with moments",
                        "step 3: unexpected java.lang.IllegalStateException: of all things");
    }

    /** The clocks of lanes are theirs until they are joined. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldTellTheTimelineOnceLanesAreDoneWithWhatTheyDoAhead(boolean fails) {
        try (Lanes lanes = new Lanes(2, "test", System::nanoTime, true)) {
            Lanes.Task ahead =
                    lane -> {
                        while (!lanes.isAwaited() && told.isEmpty()) {
                            Thread.onSpinWait();
                        }
                        told.add("done ahead");
                    };

            run(new Ahead(lanes, ahead, fails), lanes);
        }

        assertThat(told)
                .containsExactly(
                        "done ahead",
                        "lane 0 with moments",
                        "lane 1 with moments",
                        fails
                                ? "step 3: unexpected java.lang.IllegalStateException: of all things"
                                : "finished");
    }

    @Test
    void shouldFailWhereALaneHasThrownAheadOfTheEnd() {
        try (Lanes lanes = new Lanes(2, "test", System::nanoTime, true)) {
            run(new Ahead(lanes, TrainingLoopTest::throwAhead, false), lanes);
        }

        assertThat(told).hasSize(3).last().asString().isEqualTo("step 3: " + FAILED_LANE);
    }

    @Test
    void shouldTellWhatALaneHasThrownAheadBesidesTheFailure() {
        try (Lanes lanes = new Lanes(2, "test", System::nanoTime, true)) {
            run(new Ahead(lanes, TrainingLoopTest::throwAhead, true), lanes);
        }

        assertThat(told)
                .hasSize(3)
                .last()
                .asString()
                .isEqualTo(
                        "step 3: unexpected java.lang.IllegalStateException: of all things;"
                                + " besides: "
                                + FAILED_LANE);
    }

    private static void throwAhead(int lane) {
        throw new ArithmeticException("ahead");
    }

    private void run(Stride stride, Lanes lanes) {
        new TrainingLoop(
                        new Generation(1, 3, 9, Division.EVEN, 1.0, 0, 0, List.of()),
                        stride,
                        new Parameters(),
                        (step, parameters) -> {},
                        new Events(),
                        lanes)
                .run();
    }

    /** A stride that ends, or fails, while lanes are at work for the next. */
    private record Ahead(Lanes lanes, Lanes.Task task, boolean fails) implements Stride {

        @Override
        public long take(long step, float[] parameters) {
            lanes.start(task, step + 1, Phase.FORWARD, 0);
            return fails ? FAILING.take(step, parameters) : END;
        }

        @Override
        public long slices() {
            return 0;
        }
    }
}
