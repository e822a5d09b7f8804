package glissade.plane;

import io.aeron.Aeron;
import io.aeron.driver.ThreadingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.AgentInvoker;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator's end of the gradient plane: a media driver without a thread of its own, and the
 * streams to and from the workers. Those that share its memory use this driver too, each of the
 * others has its own, reached over UDP.
 *
 * <p>Confined to its owner's thread from {@link #start} to {@link #close}. The owner calls {@link
 * #tick()} in every turn of its loop and at least every 100 ms: nothing moves without it, and after
 * {@link PlaneSettings#LIVENESS_NS} everybody takes it for dead.
 */
public final class PlaneHost implements AutoCloseable {
    private final PlaneLinks links;
    private final PlaneErrors errors;
    private final PlaneDriver driver;
    private final LinkStreams streams;
    private final AgentInvoker driverInvoker;
    private final AgentInvoker clientInvoker;

    private PlaneHost(
            PlaneSettings settings,
            PlaneLinks links,
            PlaneErrors errors,
            PlaneDriver driver,
            Aeron aeron) {
        this.links = links;
        this.errors = errors;
        this.driver = driver;
        this.driverInvoker = driver.invoker();
        this.clientInvoker = aeron.conductorAgentInvoker();
        this.streams = new LinkStreams(settings, links, aeron);
    }

    /**
     * Starts the driver for workers that are all reached over the settings' transport, after a look
     * at the room that it and {@code worldSize} workers on this machine need.
     *
     * @throws InsufficientSharedMemoryException if there is too little; nothing is left behind
     * @throws PlaneFailedException if the driver does not start
     */
    public static PlaneHost start(PlaneSettings settings, int worldSize) {
        return start(settings, worldSize, PlaneDirectory.root());
    }

    static PlaneHost start(PlaneSettings settings, int worldSize, Path root) {
        return start(settings, SharedMemories.allOver(settings.transport(), worldSize), root);
    }

    /**
     * Starts the driver for workers of which those that share its memory use it.
     *
     * @param settings sizes over their transport; those over the other are the measured ones
     * @throws InsufficientSharedMemoryException if there is too little; nothing is left behind
     * @throws PlaneFailedException if the driver does not start
     */
    public static PlaneHost start(PlaneSettings settings, SharedMemories memories) {
        return start(settings, memories, PlaneDirectory.root());
    }

    private static PlaneHost start(PlaneSettings settings, SharedMemories memories, Path root) {
        PlaneErrors errors = new PlaneErrors();
        PlaneLinks links = PlaneLinks.ofCoordinator(memories);
        PlaneRoom room = PlaneRoom.in(root, PlaneRoom.neededByRun(settings, links));
        PlaneDriver driver =
                PlaneDriver.start(links.ofDriver(settings), room, ThreadingMode.INVOKER, errors);
        try {
            Aeron.Context context =
                    PlaneDriver.clientContext(driver.directory(), errors)
                            .useConductorAgentInvoker(true)
                            .driverAgentInvoker(driver.invoker());
            return new PlaneHost(settings, links, errors, driver, PlaneDriver.connect(context));
        } catch (RuntimeException failed) {
            driver.close();
            throw failed;
        }
    }

    /** The driver's directory, for {@link PlaneMember#join} and {@link PlaneDirectory#at}. */
    public String directory() {
        return driver.directory().toString();
    }

    /** {@code host:port} to which workers send over UDP; empty where none does. */
    public String gradientEndpoint() {
        return streams.endpoint();
    }

    /**
     * Opens the averager's stream to all workers of a generation.
     *
     * @param session drawn by {@link SessionIds} for this generation
     * @param parameterEndpoints {@link PlaneMember#parameterEndpoint()} of every rank; not looked
     *     at where it shares this memory: all of those read one stream
     * @throws PlaneAddressException if an endpoint is malformed or not allowed
     * @throws PlaneFailedException if the driver refuses the stream
     */
    public Broadcast openBroadcast(int session, long runId, List<String> parameterEndpoints) {
        List<PlaneSender> senders = new ArrayList<>();
        if (links.use(Transport.IPC)) {
            senders.add(parameterSender(Transport.IPC, session, runId, ""));
        }
        for (int rank = 0; rank < parameterEndpoints.size(); rank++) {
            if (links.to(rank) == Transport.UDP) {
                String endpoint = parameterEndpoints.get(rank);
                senders.add(parameterSender(Transport.UDP, session, runId, endpoint));
            }
        }
        return new Broadcast(senders);
    }

    private PlaneSender parameterSender(
            Transport transport, int session, long runId, String endpoint) {
        return streams.over(transport)
                .sender(
                        PlaneSettings.PARAMETER_STREAM,
                        session,
                        FrameDescriptor.COORDINATOR_RANK,
                        runId,
                        endpoint);
    }

    /**
     * Opens the receiving end of one worker's stream: partial sums, losses, state, greeting.
     *
     * @param session drawn by {@link SessionIds} for this worker and generation
     * @param bounds what the worker may say; {@link FrameBounds#senderRank()} is its rank
     * @throws PlaneFailedException if the driver refuses the stream
     */
    public PlaneReceiver openGradients(int session, FrameBounds bounds) {
        int rank = bounds.senderRank();
        return streams.over(links.to(rank))
                .receiver(PlaneSettings.gradientStream(rank), session, bounds);
    }

    /**
     * Lets the driver and its client do what is due: moves the windows of all streams, and over UDP
     * sends and receives.
     *
     * @return work done, for {@link PlaneIdle#idle(int)}; 0 when there was none
     */
    public int tick() {
        return driverInvoker.invoke() + clientInvoker.invoke();
    }

    /** What went wrong beneath the streams, or null; streams are closed then, or soon will be. */
    public @Nullable Throwable failure() {
        return errors.first();
    }

    /** Closes every stream, ends the driver and deletes its directory. */
    @Override
    public void close() {
        try {
            streams.close();
        } finally {
            driver.close();
        }
    }
}
