package glissade.worker;

import akka.actor.Address;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import com.typesafe.config.ConfigFactory;
import glissade.plane.SharedMemories;
import glissade.protocol.CoordinatorMessage;
import glissade.protocol.LifelineOffer;
import glissade.protocol.PlaneOffer;
import glissade.protocol.WorkerMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A coordinator that says what a test tells it to, over a real actor system and lifeline. */
final class ScriptedCoordinator implements AutoCloseable {

    private static final String CONFIGURATION =
            """
            data = "digits:64"
            model = 784-10
            batch = 32
            slice = 8
            workers = 1
            """;
    private static final int PATIENCE_SECONDS = 20;

    private final BlockingQueue<CoordinatorMessage> heard = new LinkedBlockingQueue<>();
    private final ActorSystem<CoordinatorMessage> system =
            ActorSystem.create(
                    Behaviors.receive(CoordinatorMessage.class)
                            .onAnyMessage(message -> {
                                heard.add(message);
                                return Behaviors.same();
                            })
                            .build(),
                    "glissade",
                    ConfigFactory.parseResources("glissade-akka.conf")
                            .withFallback(ConfigFactory.defaultReference())
                            .resolve());
    private final ServerSocket lifelines = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final List<Socket> connected = new ArrayList<>();

    ScriptedCoordinator() throws IOException {
        lifelines.setSoTimeout(PATIENCE_SECONDS * 1_000);
    }

    /** {@code host:port} for workers. */
    String address() {
        Address address = Cluster.get(system).selfMember().address();
        return address.host().get() + ":" + address.port().get();
    }

    /** The next word of this kind; others before it are passed over. */
    <M extends CoordinatorMessage> M expect(Class<M> type) throws InterruptedException {
        while (true) {
            CoordinatorMessage message = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("nothing heard: expected " + type.getSimpleName());
            }
            if (type.isInstance(message)) {
                return type.cast(message);
            }
        }
    }

    /** Forgets what it has heard so far. */
    void forget() {
        heard.clear();
    }

    /** Takes a worker in as the only one of the run, and lets it connect its lifeline. */
    void prepare(ActorRef<WorkerMessage> worker, SharedMemories memories, String directory)
            throws IOException {
        worker.tell(
                new WorkerMessage.Prepare(
                        0,
                        memories.worldSize(),
                        CONFIGURATION,
                        false,
                        false,
                        new PlaneOffer(memories, directory, "127.0.0.1:1", 7),
                        new LifelineOffer("127.0.0.1", lifelines.getLocalPort(), 42),
                        system));
        connected.add(lifelines.accept());
    }

    /** Ends the lifelines without a word, as a killed process does. */
    void cutLifelines() throws IOException {
        for (Socket lifeline : connected) {
            lifeline.close();
        }
    }

    @Override
    public void close() throws IOException {
        cutLifelines();
        lifelines.close();
        system.terminate();
    }
}
