package glissade.coordinator;

import akka.actor.Address;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import glissade.averaging.AveragingEvents;
import glissade.averaging.AveragingHost;
import glissade.averaging.CommittedStep;
import glissade.averaging.EarlyEnd;
import glissade.averaging.LossWarning;
import glissade.averaging.TrainingState;
import glissade.nn.ParameterLayout;
import glissade.plane.PlaneSettings;
import glissade.plane.SharedMemories;
import glissade.plane.Transport;
import glissade.preprocess.Preprocessing;
import glissade.protocol.CoordinatorMessage;
import glissade.run.RunConfiguration;
import glissade.run.RunStatus;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator's role in this JVM: its actor system, its end of the gradient plane with the
 * averager's thread, and its lifelines. Everything binds to one address; any but loopback is
 * refused unless it is wanted expressly, since nothing protects the ports yet. Thread-safe.
 */
public final class CoordinatorNode implements AutoCloseable {

    private static final RunOutcome UNEXPECTED =
            new RunOutcome(
                    RunStatus.FAILED,
                    "the coordinator ended unexpectedly: see the log of the run",
                    false,
                    null);

    private final ActorSystem<CoordinatorMessage> system;
    private final AveragingHost averaging;
    private final LifelineServer lifelines;
    private final CompletableFuture<RunOutcome> outcome;

    /** The run's actor. */
    final RunReference run;

    private CoordinatorNode(
            ActorSystem<CoordinatorMessage> system,
            AveragingHost averaging,
            LifelineServer lifelines,
            CompletableFuture<RunOutcome> outcome,
            RunReference run) {
        this.system = system;
        this.averaging = averaging;
        this.lifelines = lifelines;
        this.outcome = outcome;
        this.run = run;
    }

    /**
     * Opens all ports and begins to wait for workers.
     *
     * @throws IOException if the address is not loopback and that is not wanted, a port cannot be
     *     had, or a file of the run directory cannot be written
     * @throws glissade.plane.InsufficientSharedMemoryException if the gradient plane does not fit
     *     into shared memory
     */
    public static CoordinatorNode start(CoordinatorSettings settings) throws IOException {
        requireWanted(settings);
        return start(settings, TransportChoice.beforehand(settings));
    }

    /** Starts where it is known who shares memory, or null, where the workers have to prove it. */
    static CoordinatorNode start(CoordinatorSettings settings, @Nullable SharedMemories memories)
            throws IOException {
        CompletableFuture<RunOutcome> outcome = new CompletableFuture<>();
        RunReference run = new RunReference();
        TrainingState initial = InitialState.of(settings);
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        try {
            AveragingHost averaging = AveragingHost.undecided(hosting(settings), new ToRun(run));
            opened.push(averaging);
            if (memories != null) {
                averaging.open(memories);
            }
            LifelineServer lifelines =
                    new LifelineServer(
                            settings.host(), rank -> run.tell(new RunCommand.LifelineEnded(rank)));
            opened.push(lifelines);
            RunRecord record = new RunRecord(settings, initial.step());
            opened.push(record);
            RunTimeline timeline = new RunTimeline(settings);
            ActorSystem<CoordinatorMessage> system =
                    system(
                            settings,
                            RunCoordinator.create(
                                    timeline,
                                    self -> {
                                        run.started(self);
                                        return new Run(
                                                settings, initial, averaging, lifelines, record,
                                                timeline, outcome);
                                    }));
            system.getWhenTerminated().thenAccept(_ -> outcome.complete(UNEXPECTED));
            return new CoordinatorNode(system, averaging, lifelines, outcome, run);
        } catch (IOException | RuntimeException | Error e) {
            opened.forEach(CoordinatorNode::closeQuietly);
            throw e;
        }
    }

    private static ActorSystem<CoordinatorMessage> system(
            CoordinatorSettings settings, Behavior<CoordinatorMessage> behavior)
            throws IOException {
        try {
            ActorSystem<CoordinatorMessage> system =
                    ActorSystem.create(behavior, "glissade", config(settings));
            Cluster cluster = Cluster.get(system);
            cluster.manager().tell(Join.create(cluster.selfMember().address()));
            return system;
        } catch (RuntimeException e) {
            throw new IOException(
                    "cannot listen on "
                            + settings.host()
                            + ":"
                            + settings.port()
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private static void closeQuietly(AutoCloseable opened) {
        try {
            opened.close();
        } catch (Exception e) {
            // Why the start failed says more than why its remains do not close.
        }
    }

    private static void requireWanted(CoordinatorSettings settings) throws IOException {
        if (!settings.insecure() && !settings.onLoopback()) {
            throw new IOException(
                    "refusing to listen on "
                            + settings.host()
                            + ": control messages and gradients are not protected yet, so only this machine may reach them; use --bind 127.0.0.1:PORT");
        }
    }

    private static AveragingHost.Settings hosting(CoordinatorSettings settings) {
        RunConfiguration configuration = settings.configuration();
        return new AveragingHost.Settings(
                PlaneSettings.of(Transport.IPC, configuration.generations()).at(settings.host()),
                configuration.cluster().workers(),
                new SecureRandom().nextLong(),
                new ParameterLayout(configuration.model().network()),
                configuration.cluster().bucketLength(),
                configuration.training().objective(),
                configuration.training().optimizer(),
                configuration.learningRates(configuration.epochShape(settings.samples())),
                configuration.training().stopping().endRules(),
                configuration.output().logEvery(),
                settings.nanoClock(),
                configuration.output().timeline() != null);
    }

    private static Config config(CoordinatorSettings settings) {
        return ConfigFactory.parseMap(
                        Map.of(
                                "akka.remote.artery.canonical.hostname", settings.host(),
                                "akka.remote.artery.canonical.port", settings.port(),
                                "akka.cluster.roles", List.of("coordinator")))
                .withFallback(ConfigFactory.parseResources("glissade-akka.conf"))
                .withFallback(ConfigFactory.defaultReference())
                .resolve();
    }

    /** Where workers reach this coordinator: {@code host:port}. */
    public String address() {
        Address address = Cluster.get(system).selfMember().address();
        return address.host().get() + ":" + address.port().get();
    }

    /** Completed once the run has ended and its files are written. */
    public CompletionStage<RunOutcome> outcome() {
        return outcome;
    }

    /**
     * The word of whoever started a worker's process that it has ended; {@code how} says in words
     * how.
     */
    public void workerExited(String workerId, String how) {
        run.tell(new RunCommand.WorkerExited(workerId, how));
    }

    /** Ends the run after the step at hand, with a checkpoint. */
    public void stop() {
        run.tell(new RunCommand.StopRequested());
    }

    /**
     * Closes all ports and removes the gradient plane's directory; an unfinished run is cut off.
     */
    @Override
    public void close() {
        averaging.close();
        lifelines.close();
        system.terminate();
    }

    /** Hands what the averager's thread tells over to the run's actor. */
    private record ToRun(RunReference run) implements AveragingEvents {

        @Override
        public void committed(CommittedStep step) {
            run.tell(new RunCommand.StepCommitted(step));
        }

        @Override
        public void stateTaken(TrainingState state) {
            run.tell(new RunCommand.StateTaken(state));
        }

        @Override
        public void warned(LossWarning warning) {
            run.tell(new RunCommand.Warned(warning));
        }

        @Override
        public void endsEarly(EarlyEnd end) {
            run.tell(new RunCommand.EndsEarly(end));
        }

        @Override
        public void ended(TrainingState state) {
            run.tell(new RunCommand.AveragingEnded(state));
        }

        @Override
        public void lossNotFinite(long step, double loss, TrainingState lastFinite) {
            run.tell(new RunCommand.LossNotFinite(step, loss, lastFinite));
        }

        @Override
        public void fitted(Preprocessing preprocessing) {
            run.tell(new RunCommand.Fitted(preprocessing));
        }

        @Override
        public void failed(String reason) {
            run.tell(new RunCommand.AveragingFailed(reason));
        }
    }
}
