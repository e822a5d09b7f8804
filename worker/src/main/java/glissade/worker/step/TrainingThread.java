package glissade.worker.step;

import glissade.averaging.Verdict;
import glissade.data.DataException;
import glissade.data.DataSets;
import glissade.data.Dataset;
import glissade.math.UnsupportedMachineException;
import glissade.plane.InsufficientSharedMemoryException;
import glissade.plane.MeshAddress;
import glissade.plane.MeshMember;
import glissade.plane.PlaneException;
import glissade.plane.PlaneMember;
import glissade.plane.PlaneRoom;
import glissade.plane.PlaneSettings;
import glissade.preprocess.Fitting;
import glissade.preprocess.Preprocessing;
import glissade.run.ConfigurationException;
import glissade.run.DataDigest;
import glissade.run.RunConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The thread that does a worker's work: loads the data, opens this worker's end of the gradient
 * plane, and serves one generation after another: waits for its plan, trains, reports. {@link
 * #begin}, {@link #proceed}, {@link #endTraining} and {@link #stop} may be called from any thread
 * and return at once.
 */
public final class TrainingThread {

    private static final long WAIT_MILLIS = 50;

    private final TrainingTask task;
    private final StepEvents events;
    private final LongSupplier nanoClock;
    private final BlockingQueue<Order> orders = new ArrayBlockingQueue<>(1);
    private volatile boolean endRequested;
    private volatile boolean stopped;
    private final GateVerdicts verdicts = new GateVerdicts();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private TrainingThread(TrainingTask task, StepEvents events, LongSupplier nanoClock) {
        this.task = task;
        this.events = events;
        this.nanoClock = nanoClock;
    }

    /** Starts the thread; {@code events} are told on it. */
    public static TrainingThread start(
            TrainingTask task, StepEvents events, LongSupplier nanoClock) {
        TrainingThread thread = new TrainingThread(task, events, nanoClock);
        Thread.ofPlatform().daemon().name("training").start(thread::run);
        return thread;
    }

    /** This generation is to begin; the one before has been reported finished. */
    public void begin(Order order) {
        endRequested = false;
        orders.offer(order);
    }

    /** A gate is opened where the averager is here. */
    public void proceed(int generation, Verdict verdict) {
        verdicts.hand(generation, verdict);
    }

    /**
     * The generation at hand is to end: after the step at hand where the averager is here, at once
     * elsewhere.
     */
    public void endTraining() {
        endRequested = true;
    }

    /** Nobody waits for this worker any more: training ends, and the plane is closed. */
    public void stop() {
        stopped = true;
    }

    /** Completed when this thread has closed its end of the plane and holds nothing any more. */
    public CompletionStage<Void> ended() {
        return ended;
    }

    private boolean endRequested() {
        return endRequested || stopped;
    }

    private void run() {
        try {
            prepareAndTrain();
        } catch (DataException | ConfigurationException e) {
            events.cannotTakePart(words(e), false);
        } catch (UnsupportedMachineException | InsufficientSharedMemoryException e) {
            events.cannotTakePart(words(e), true);
        } catch (PlaneException e) {
            events.cannotTakePart("the gradient plane does not open: " + words(e), false);
        } catch (InterruptedException e) {
            events.cannotTakePart("interrupted", false);
        } catch (RuntimeException e) {
            events.cannotTakePart(Faults.words(e), false);
        } catch (Error e) {
            // Nobody else would ever hear of it: the run would wait for this worker in vain.
            events.cannotTakePart(Faults.words(e), false);
            throw e;
        } finally {
            ended.complete(null);
        }
    }

    private static String words(Exception e) {
        return String.valueOf(e.getMessage());
    }

    private void prepareAndTrain() throws InterruptedException {
        RunConfiguration configuration = RunConfiguration.fromHocon(task.configuration());
        DataSets data = task.measures() ? configuration.loadMeasured() : configuration.loadData();
        PlaneSettings settings =
                PlaneSettings.of(
                                task.memories().toCoordinator(task.rank()),
                                configuration.generations())
                        .at(task.host());
        boolean shards = configuration.shards() && task.worldSize() > 1 && !task.measures();
        PlaneRoom.forWorker(settings, task.memories(), task.rank(), shards).requireSufficient();
        try (PlaneMember plane = PlaneMember.join(settings, task.aeronDirectory());
                MeshMember mesh =
                        shards ? MeshMember.start(settings, task.rank(), task.memories()) : null) {
            events.prepared(
                    plane.parameterEndpoint(),
                    mesh == null ? MeshAddress.NONE : mesh.address(),
                    drivers(plane, mesh),
                    DataDigest.of(data));
            // Until the stop, since what was sent last may still be on its way: the coordinator's
            // stop says that it has arrived.
            Preprocessing preprocessing = Preprocessing.none(data.training().inputs());
            for (Order order = awaitOrder(); order != null; order = awaitOrder()) {
                events.began(order.number());
                switch (order) {
                    case FitOrder fit -> {
                        Preprocessing fitted = fit(plane, mesh, configuration, data, fit);
                        preprocessing = fitted == null ? preprocessing : fitted;
                    }
                    case Generation generation ->
                            train(plane, mesh, configuration, data, preprocessing, generation);
                }
            }
        }
    }

    /** Directories of those that this process has started. */
    private static List<String> drivers(PlaneMember plane, @Nullable MeshMember mesh) {
        List<String> directories = new ArrayList<>();
        if (!plane.directory().isEmpty()) {
            directories.add(plane.directory());
        }
        if (mesh != null) {
            directories.add(mesh.directory());
        }
        return directories;
    }

    private @Nullable Preprocessing fit(
            PlaneMember plane,
            @Nullable MeshMember mesh,
            RunConfiguration configuration,
            DataSets data,
            FitOrder order) {
        Dataset training = data.training();
        Fitting fitting =
                new Fitting(configuration.data().preprocess(), training.inputs(), training.size());
        try (Lanes lanes = lanes(configuration)) {
            return new FitSetup(
                            task,
                            fitting,
                            training,
                            order,
                            events,
                            stops(plane, mesh).requested(),
                            nanoClock)
                    .run(plane, lanes);
        }
    }

    private Lanes lanes(RunConfiguration configuration) {
        int count = task.threads() > 0 ? task.threads() : configuration.cluster().threads();
        return new Lanes(count, "worker-" + task.rank(), nanoClock, task.recorded());
    }

    private void train(
            PlaneMember plane,
            @Nullable MeshMember mesh,
            RunConfiguration configuration,
            DataSets data,
            Preprocessing preprocessing,
            Generation generation) {
        try (Lanes lanes = lanes(configuration)) {
            new GenerationSetup(
                            task,
                            configuration,
                            data,
                            preprocessing,
                            generation,
                            events,
                            stops(plane, mesh),
                            verdicts,
                            nanoClock)
                    .run(plane, mesh, lanes);
        }
    }

    /** What ends a wait; so does a failure of what carries the streams, in its own words. */
    private LoneExchange.Stops stops(PlaneMember plane, @Nullable MeshMember mesh) {
        return new SoundPlane(plane::failure, mesh == null ? () -> null : mesh::failure)
                .watched(new LoneExchange.Stops(this::endRequested, () -> stopped));
    }

    /** The generation to take part in next; null when there will be none. */
    private @Nullable Order awaitOrder() throws InterruptedException {
        Order order = null;
        while (order == null && !stopped) {
            order = orders.poll(WAIT_MILLIS, TimeUnit.MILLISECONDS);
        }
        return order;
    }
}
