package glissade.worker.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import glissade.averaging.AveragingHost;
import glissade.averaging.EndRules;
import glissade.averaging.Objective;
import glissade.averaging.SilentAveraging;
import glissade.collective.Buckets;
import glissade.data.DataException;
import glissade.data.DataSchema;
import glissade.data.Dataset;
import glissade.data.SyntheticDigits;
import glissade.nn.Layouts;
import glissade.optim.OptimizerDescription;
import glissade.optim.Schedule;
import glissade.plane.PlaneMember;
import glissade.plane.PlaneSettings;
import glissade.plane.SessionIds;
import glissade.plane.Transport;
import glissade.preprocess.Fitting;
import glissade.preprocess.MemoryFit;
import glissade.preprocess.Preprocessing;
import glissade.preprocess.PreprocessingKind;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Requirement D1: a preprocessing is fitted by the workers together, over a real plane, with the
 * bits of one that was fitted in one piece.
 */
@Timeout(60)
final class FitSetupTest {

    private static final long RUN_ID = 7;

    /** Four slices of 256, the last with 132 samples. */
    private static final int SAMPLES = 900;

    private final Dataset digits = digits();
    private final BlockingQueue<Preprocessing> heard = new LinkedBlockingQueue<>();
    private final AtomicBoolean stopped = new AtomicBoolean();

    private static Dataset digits() {
        return SyntheticDigits.training(SAMPLES, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "STANDARDIZE,1,1,IPC",
        "STANDARDIZE,3,2,IPC",
        "MINMAX,2,1,UDP",
        "PCA_WHITEN,1,3,IPC",
        "PCA_WHITEN,2,1,UDP",
        "ZCA_WHITEN,1,1,UDP",
        "ZCA_WHITEN,3,2,IPC",
        "ZCA_WHITEN,6,1,IPC"
    })
    void shouldFitWithTheSameBitsWhateverTheWorkers(
            PreprocessingKind kind, int workers, int threads, Transport transport)
            throws Exception {
        Preprocessing expected = MemoryFit.of(kind, digits.inputs(), rows(digits));

        try (Scene scene = new Scene(transport, workers)) {
            List<@Nullable Preprocessing> fitted = scene.fit(kind, threads, null);

            assertThat(values(scene.fitted())).isEqualTo(expected.values());
            for (Preprocessing here : fitted) {
                assertThat(values(here)).isEqualTo(expected.values());
            }
        }
    }

    @Test
    void shouldTellWhatIsGivenWithoutLookingAtTheData() throws Exception {
        Dataset others = SyntheticDigits.training(300, 2);
        Preprocessing given =
                MemoryFit.of(PreprocessingKind.PCA_WHITEN, others.inputs(), rows(others));

        try (Scene scene = new Scene(Transport.IPC, 2)) {
            for (Preprocessing here : scene.fit(PreprocessingKind.PCA_WHITEN, 1, given)) {
                assertThat(values(here)).isEqualTo(given.values());
            }
            assertThat(scene.fitted()).isSameAs(given);
        }
    }

    @Test
    void shouldNameSampleAndInputWhenSomethingIsNoNumber() throws Exception {
        try (Scene scene = new Scene(Transport.IPC, 2)) {
            Damaged damaged = new Damaged(digits, 700, 5);
            List<Future<@Nullable Preprocessing>> running =
                    scene.start(PreprocessingKind.STANDARDIZE, damaged, 2, null);

            assertThatThrownBy(() -> running.get(1).get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(DataException.class)
                    .hasMessage(
                            "training sample 701, input 6 (both counted from 1): expected a finite"
                                    + " number, found NaN, to which --preprocess standardize cannot"
                                    + " be fitted; mend the data or use --preprocess none");
            stopped.set(true);
            assertThat(running.get(0).get(30, TimeUnit.SECONDS)).isNull();
        }
    }

    @Test
    void shouldEndWhenToldToWhileTheOthersAreAwaited() throws Exception {
        try (Scene scene = new Scene(Transport.IPC, 2)) {
            scene.begin(PreprocessingKind.STANDARDIZE, digits, null);
            Future<@Nullable Preprocessing> alone =
                    scene.start(0, PreprocessingKind.STANDARDIZE, digits, 1, false);

            stopped.set(true);

            assertThat(alone.get(30, TimeUnit.SECONDS)).isNull();
        }
    }

    private static float[] values(@Nullable Preprocessing preprocessing) {
        return Objects.requireNonNull(preprocessing).values();
    }

    private static float[] rows(Dataset data) {
        float[] rows = new float[data.size() * data.inputs()];
        for (int sample = 0; sample < data.size(); sample++) {
            data.copyInputs(sample, rows, sample * data.inputs());
        }
        return rows;
    }

    /** A data set with one input that is no number. */
    private record Damaged(Dataset whole, int sample, int input) implements Dataset {

        @Override
        public int size() {
            return whole.size();
        }

        @Override
        public int inputs() {
            return whole.inputs();
        }

        @Override
        public DataSchema schema() {
            return whole.schema();
        }

        @Override
        public void copyInputs(int index, float[] out, int offset) {
            whole.copyInputs(index, out, offset);
            if (index == sample) {
                out[offset + input] = Float.NaN;
            }
        }

        @Override
        public int label(int index) {
            return whole.label(index);
        }

        @Override
        public void copyTargets(int index, float[] out, int offset) {
            whole.copyTargets(index, out, offset);
        }

        @Override
        public void digest(int index, MessageDigest digest) {
            whole.digest(index, digest);
        }
    }

    /** A host and the members of its plane, each of which takes part in a thread of its own. */
    private final class Scene implements AutoCloseable {

        private final int workers;
        private final AveragingHost host;
        private final List<PlaneMember> members = new ArrayList<>();
        private final List<Integer> gradientSessions = new ArrayList<>();
        private final int parameterSession;

        Scene(Transport transport, int workers) {
            this.workers = workers;
            PlaneSettings plane = PlaneSettings.of(transport);
            host =
                    AveragingHost.open(
                            new AveragingHost.Settings(
                                    plane,
                                    workers,
                                    RUN_ID,
                                    Layouts.ofLength(7_850),
                                    Buckets.DEFAULT_LENGTH,
                                    Objective.LOSS,
                                    OptimizerDescription.of("sgd"),
                                    Schedule.constant(0.1),
                                    EndRules.NONE,
                                    1,
                                    System::nanoTime,
                                    false),
                            new SilentAveraging() {
                                @Override
                                public void fitted(Preprocessing preprocessing) {
                                    heard.add(preprocessing);
                                }
                            });
            SessionIds sessions = new SessionIds();
            parameterSession = sessions.next();
            for (int rank = 0; rank < workers; rank++) {
                members.add(PlaneMember.join(plane, host.directory()));
                gradientSessions.add(sessions.next());
            }
        }

        /** All workers take part; returns what each has at the end. */
        List<@Nullable Preprocessing> fit(
                PreprocessingKind kind, int threads, @Nullable Preprocessing given)
                throws Exception {
            List<@Nullable Preprocessing> fitted = new ArrayList<>();
            for (Future<@Nullable Preprocessing> running : start(kind, digits, threads, given)) {
                fitted.add(running.get(50, TimeUnit.SECONDS));
            }
            return fitted;
        }

        List<Future<@Nullable Preprocessing>> start(
                PreprocessingKind kind, Dataset data, int threads, @Nullable Preprocessing given) {
            begin(kind, data, given);
            List<Future<@Nullable Preprocessing>> running = new ArrayList<>();
            for (int rank = 0; rank < workers; rank++) {
                running.add(start(rank, kind, data, threads, given != null));
            }
            return running;
        }

        void begin(PreprocessingKind kind, Dataset data, @Nullable Preprocessing given) {
            List<String> endpoints = new ArrayList<>();
            members.forEach(member -> endpoints.add(member.parameterEndpoint()));
            host.begin(
                    new AveragingHost.FitGeneration(
                            3,
                            new AveragingHost.Streams(
                                    parameterSession, gradientSessions, endpoints),
                            new Fitting(kind, data.inputs(), data.size()),
                            given));
        }

        Future<@Nullable Preprocessing> start(
                int rank, PreprocessingKind kind, Dataset data, int threads, boolean given) {
            TrainingTask task =
                    new TrainingTask(
                            rank,
                            workers,
                            "",
                            false,
                            false,
                            threads,
                            "127.0.0.1",
                            host.memories(),
                            host.directory(),
                            host.gradientEndpoint(),
                            RUN_ID);
            FitSetup setup =
                    new FitSetup(
                            task,
                            new Fitting(kind, data.inputs(), data.size()),
                            data,
                            new FitOrder(3, given, parameterSession, gradientSessions.get(rank)),
                            new SilentSteps(),
                            stopped::get,
                            System::nanoTime);
            FutureTask<@Nullable Preprocessing> running =
                    new FutureTask<>(() -> {
                        try (Lanes lanes = new Lanes(threads, "test")) {
                            return setup.run(members.get(rank), lanes);
                        }
                    });
            Thread.ofPlatform().daemon().start(running);
            return running;
        }

        /** What the coordinator hears of. */
        @Nullable Preprocessing fitted() throws InterruptedException {
            return heard.poll(30, TimeUnit.SECONDS);
        }

        @Override
        public void close() {
            members.forEach(PlaneMember::close);
            host.close();
        }
    }
}
