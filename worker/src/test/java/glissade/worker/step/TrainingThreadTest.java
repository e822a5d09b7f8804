package glissade.worker.step;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.averaging.AveragingHost;
import glissade.averaging.EndRules;
import glissade.averaging.Objective;
import glissade.averaging.SilentAveraging;
import glissade.collective.Buckets;
import glissade.collective.Division;
import glissade.nn.Layouts;
import glissade.optim.OptimizerDescription;
import glissade.optim.Schedule;
import glissade.plane.MeshAddress;
import glissade.plane.PlaneSettings;
import glissade.plane.SharedMemories;
import glissade.plane.Transport;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TrainingThreadTest {

    private static final String CONFIGURATION =
            """
            data = "digits:64"
            model = 784-10
            batch = 32
            slice = 8
            """;

    private final BlockingQueue<String> words = new LinkedBlockingQueue<>();
    private final AtomicLong clockReadings = new AtomicLong();
    private AveragingHost host;

    @BeforeEach
    void openPlane() {
        host =
                AveragingHost.open(
                        new AveragingHost.Settings(
                                PlaneSettings.of(Transport.IPC),
                                1,
                                7,
                                Layouts.ofLength(7_850),
                                Buckets.DEFAULT_LENGTH,
                                Objective.LOSS,
                                OptimizerDescription.of("adam"),
                                Schedule.constant(0.1),
                                EndRules.NONE,
                                1,
                                System::nanoTime,
                                false),
                        new SilentAveraging());
    }

    @AfterEach
    void closePlane() {
        host.close();
    }

    private TrainingThread start(String aeronDirectory) {
        return start(aeronDirectory, CONFIGURATION);
    }

    private TrainingThread start(String aeronDirectory, String configuration) {
        return TrainingThread.start(
                new TrainingTask(
                        0,
                        1,
                        configuration,
                        false,
                        false,
                        1,
                        "127.0.0.1",
                        SharedMemories.allOver(Transport.IPC, 1),
                        aeronDirectory,
                        "",
                        7),
                new Words(),
                this::now);
    }

    private long now() {
        clockReadings.incrementAndGet();
        return System.nanoTime();
    }

    /** Until the thread, whose streams are open then, has looked at the clock again and again. */
    private void awaitWait() {
        long enough = clockReadings.get() + 100;
        while (clockReadings.get() < enough) {
            Thread.onSpinWait();
        }
    }

    private String next() throws InterruptedException {
        return String.valueOf(words.poll(20, TimeUnit.SECONDS));
    }

    @Test
    void shouldEndWhenStoppedBeforeItHasAPlan() throws Exception {
        TrainingThread thread = start(host.directory());
        assertThat(next()).isEqualTo("prepared");

        thread.stop();

        thread.ended().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(words).isEmpty();
    }

    @Test
    void shouldReportWhenToldToEndBeforeItHasMetTheAverager() throws Exception {
        TrainingThread thread = start(host.directory());
        assertThat(next()).isEqualTo("prepared");

        thread.begin(new Generation(1, 0, 10, Division.EVEN, 1.0, 4_711, 4_712, List.of()));
        assertThat(next()).isEqualTo("began 1");
        thread.endTraining();

        assertThat(next()).isEqualTo("finished -1");
        thread.begin(new Generation(2, 0, 10, Division.EVEN, 1.0, 4_713, 4_714, List.of()));
        assertThat(next()).isEqualTo("began 2");
        thread.stop();
        assertThat(next()).isEqualTo("finished -1");
    }

    @Test
    void shouldSayWhenThePlaneDoesNotOpen() throws Exception {
        TrainingThread thread = start("/dev/shm/nothing-of-ours");

        assertThat(next()).startsWith("cannot take part: the gradient plane does not open: ");
        thread.ended().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void shouldSayWhenItBreaksAfterThePlanHasCome() throws Exception {
        TrainingThread thread = start(host.directory());
        assertThat(next()).isEqualTo("prepared");

        thread.begin(
                new Generation(
                        -1,
                        0,
                        10,
                        Division.EVEN,
                        1.0,
                        4_711,
                        4_712,
                        List.of())); // no plane takes this generation

        assertThat(next()).isEqualTo("began -1");
        assertThat(next()).startsWith("cannot take part: unexpected ");
    }

    /** It would wait for two minutes, and then ask whether the coordinator is alive. */
    @Test
    void shouldEndAFitInTheWordsOfTheDriverThatFails() throws Exception {
        TrainingThread thread =
                start(host.directory(), CONFIGURATION + "preprocess = standardize\n");
        assertThat(next()).isEqualTo("prepared");
        thread.begin(new FitOrder(1, false, 4_711, 4_712));
        assertThat(next()).isEqualTo("began 1");
        awaitWait();

        host.close();

        assertThat(next()).startsWith("failed: the gradient plane has failed in this worker: ");
        thread.stop();
        thread.ended().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private final class Words extends SilentSteps {

        @Override
        public void prepared(
                String parameterEndpoint,
                MeshAddress meshAddress,
                List<String> drivers,
                String dataDigest) {
            words.add("prepared");
        }

        @Override
        public void cannotTakePart(String reason, boolean machineLacksSomething) {
            words.add("cannot take part: " + reason);
        }

        @Override
        public void began(int generation) {
            words.add("began " + generation);
        }

        @Override
        public void finished(StepReport report, long stateStep) {
            words.add("finished " + stateStep);
        }

        @Override
        public void failed(long step, String reason) {
            words.add("failed: " + reason);
        }
    }
}
