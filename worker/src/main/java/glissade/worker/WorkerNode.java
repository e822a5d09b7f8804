package glissade.worker;

import akka.actor.Address;
import akka.actor.AddressFromURIString;
import akka.actor.typed.ActorSystem;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.JoinSeedNodes;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import glissade.math.Kernels;
import glissade.plane.PlaneDirectory;
import glissade.plane.PlaneException;
import glissade.plane.SharedMemoryProof;
import glissade.protocol.WorkerFacts;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * A worker's role in this JVM: its actor system, and through it the training thread. Thread-safe.
 */
public final class WorkerNode implements AutoCloseable {

    private static final String UNEXPECTED =
            "the worker ended unexpectedly: run it with --debug to see why";

    /**
     * After the actors have ended, the training thread may take this long to close the plane and
     * tell the outcome.
     */
    private static final long GRACE_SECONDS = 10;

    private final ActorSystem<WorkerCommand> system;
    private final CompletableFuture<WorkerOutcome> outcome;
    private final Abandonment abandonment;

    /** What is left to remove when the coordinator dies without a chance to clean up. */
    static final class Abandonment {
        private volatile String coordinatorDirectory = "";

        void coordinatorDirectory(String directory) {
            coordinatorDirectory = directory;
        }

        void clearUp() {
            String directory = coordinatorDirectory;
            if (directory.isEmpty()) {
                return;
            }
            try {
                PlaneDirectory.at(directory).delete();
            } catch (PlaneException none) {
                // What the coordinator has called its directory is none: nothing is left behind.
                return;
            }
        }
    }

    private WorkerNode(
            ActorSystem<WorkerCommand> system,
            CompletableFuture<WorkerOutcome> outcome,
            Abandonment abandonment) {
        this.system = system;
        this.outcome = outcome;
        this.abandonment = abandonment;
    }

    /**
     * Starts to offer this worker to its coordinator.
     *
     * @throws glissade.math.UnsupportedMachineException if this machine cannot train
     * @throws glissade.plane.PlaneFailedException if its shared memory cannot be written
     */
    public static WorkerNode start(WorkerSettings settings) {
        CompletableFuture<WorkerOutcome> outcome = new CompletableFuture<>();
        Abandonment abandonment = new Abandonment();
        WorkerFacts facts =
                new WorkerFacts(
                        hostName(),
                        ProcessHandle.current().pid(),
                        Runtime.getRuntime().availableProcessors(),
                        Kernels.create().vectorBits(),
                        settings.threads(),
                        Runtime.version().toString(),
                        settings.cpu());
        SharedMemoryProof proof = SharedMemoryProof.write();
        ActorSystem<WorkerCommand> system;
        try {
            system =
                    ActorSystem.create(
                            WorkerAgent.create(settings, facts, proof, outcome, abandonment),
                            "glissade",
                            config(settings.host()));
        } catch (RuntimeException e) {
            proof.close();
            throw e;
        }
        system.getWhenTerminated().thenAccept(_ -> proof.close());
        Cluster cluster = Cluster.get(system);
        settings.coordinatorAddress()
                .thenAccept(address ->
                        cluster.manager().tell(new JoinSeedNodes(List.of(node(address)))));
        system.getWhenTerminated()
                .thenAccept(_ ->
                        outcome.completeAsync(
                                () -> new WorkerOutcome(false, false, UNEXPECTED),
                                CompletableFuture.delayedExecutor(
                                        GRACE_SECONDS, TimeUnit.SECONDS)));
        return new WorkerNode(system, outcome, abandonment);
    }

    private static Address node(String address) {
        return AddressFromURIString.parse("akka://glissade@" + address);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static Config config(String host) {
        return ConfigFactory.parseMap(
                        Map.of(
                                "akka.remote.artery.canonical.hostname",
                                host,
                                "akka.cluster.roles",
                                List.of("worker")))
                .withFallback(ConfigFactory.parseResources("glissade-akka.conf"))
                .withFallback(ConfigFactory.defaultReference())
                .resolve();
    }

    /** Completed once this worker has nothing more to do. */
    public CompletionStage<WorkerOutcome> outcome() {
        return outcome;
    }

    /**
     * Ends this worker, whose process ends with it: its coordinator notices at once, and what the
     * process has made in shared memory is gone when the outcome comes.
     */
    public void stop() {
        system.tell(new WorkerCommand.StopRequested());
    }

    /**
     * Removes what a coordinator on this machine that was killed could not remove itself: its
     * gradient plane's directory.
     */
    public void abandon() {
        abandonment.clearUp();
        PlaneDirectory.deleteAllOf(ProcessHandle.current().pid());
    }

    @Override
    public void close() {
        system.terminate();
    }
}
