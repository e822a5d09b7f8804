package glissade.worker.step;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.averaging.CommittedStep;
import glissade.averaging.EarlyEnd;
import glissade.averaging.LossWarning;
import glissade.collective.Division;
import glissade.evaluation.NodeSums;
import glissade.evaluation.Tally;
import glissade.protocol.EvaluationSet;
import glissade.timeline.Moment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class TrainingLoopTest {

    private final List<String> told = new ArrayList<>();

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

    private final class Events implements StepEvents {
        @Override
        public void prepared(String parameterEndpoint, String meshAddress, String dataDigest) {}

        @Override
        public void cannotTakePart(String reason, boolean machineLacksSomething) {}

        @Override
        public void began(int generation) {}

        @Override
        public void committed(CommittedStep step) {}

        @Override
        public void warned(LossWarning warning) {}

        @Override
        public void endsEarly(EarlyEnd end) {}

        @Override
        public void lossNotFinite(long step, double loss) {}

        @Override
        public void evaluated(
                long committed, EvaluationSet set, List<NodeSums> sums, Tally tally) {}

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
            new TrainingLoop(
                            new Generation(1, 3, 9, Division.EVEN, 1.0, 0, 0, List.of()),
                            FAILING,
                            new Parameters(),
                            (step, parameters) -> {},
                            new Events(),
                            lanes)
                    .run();
        }

        assertThat(told)
                .containsExactly(
                        "lane 0 with moments",
                        "step 3: unexpected java.lang.IllegalStateException: of all things");
    }
}
