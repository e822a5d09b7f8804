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
 * streams to and from the workers. Over IPC the workers use this driver too, over UDP each has its
 * own.
 *
 * <p>Confined to its owner's thread from {@link #start} to {@link #close}. The owner calls {@link
 * #tick()} in every turn of its loop and at least every 100 ms: nothing moves without it, and after
 * {@link PlaneSettings#LIVENESS_NS} everybody takes it for dead.
 */
public final class PlaneHost implements AutoCloseable {
    private final PlaneSettings settings;
    private final PlaneErrors errors;
    private final PlaneDriver driver;
    private final PlaneStreams streams;
    private final AgentInvoker driverInvoker;
    private final AgentInvoker clientInvoker;

    private PlaneHost(PlaneSettings settings, PlaneErrors errors, PlaneDriver driver, Aeron aeron) {
        this.settings = settings;
        this.errors = errors;
        this.driver = driver;
        this.driverInvoker = driver.invoker();
        this.clientInvoker = aeron.conductorAgentInvoker();
        this.streams = new PlaneStreams(settings, aeron);
    }

    /**
     * Starts the driver, after a look at the room that it and {@code worldSize} workers on this
     * machine need.
     *
     * @throws InsufficientSharedMemoryException if there is too little; nothing is left behind
     * @throws PlaneFailedException if the driver does not start
     */
    public static PlaneHost start(PlaneSettings settings, int worldSize) {
        return start(settings, worldSize, PlaneDirectory.root());
    }

    static PlaneHost start(PlaneSettings settings, int worldSize, Path root) {
        PlaneErrors errors = new PlaneErrors();
        PlaneRoom room = PlaneRoom.in(root, PlaneRoom.neededByRun(settings, worldSize));
        PlaneDriver driver = PlaneDriver.start(settings, room, ThreadingMode.INVOKER, errors);
        try {
            Aeron.Context context =
                    PlaneDriver.clientContext(driver.directory(), errors)
                            .useConductorAgentInvoker(true)
                            .driverAgentInvoker(driver.invoker());
            return new PlaneHost(settings, errors, driver, PlaneDriver.connect(context));
        } catch (RuntimeException failed) {
            driver.close();
            throw failed;
        }
    }

    /** How frames travel. */
    public Transport transport() {
        return settings.transport();
    }

    /** The driver's directory, for {@link PlaneMember#join} and {@link PlaneDirectory#at}. */
    public String directory() {
        return driver.directory().toString();
    }

    /** {@code host:port} to which workers send over UDP; empty over IPC. */
    public String gradientEndpoint() {
        return streams.endpoint();
    }

    /**
     * Opens the averager's stream to all workers of a generation.
     *
     * @param session drawn by {@link SessionIds} for this generation
     * @param parameterEndpoints {@link PlaneMember#parameterEndpoint()} of every worker over UDP;
     *     not looked at over IPC, where all read one stream
     * @throws PlaneAddressException if an endpoint is malformed or not allowed
     * @throws PlaneFailedException if the driver refuses the stream
     */
    public Broadcast openBroadcast(int session, long runId, List<String> parameterEndpoints) {
        List<String> destinations =
                switch (settings.transport()) {
                    case IPC -> List.of("");
                    case UDP -> parameterEndpoints;
                };
        List<PlaneSender> senders = new ArrayList<>();
        for (String destination : destinations) {
            senders.add(
                    streams.sender(
                            PlaneSettings.PARAMETER_STREAM,
                            session,
                            FrameDescriptor.COORDINATOR_RANK,
                            runId,
                            destination));
        }
        return new Broadcast(senders);
    }

    /**
     * Opens the receiving end of one worker's stream: partial sums, losses, state, greeting.
     *
     * @param session drawn by {@link SessionIds} for this worker and generation
     * @param bounds what the worker may say; {@link FrameBounds#senderRank()} is its rank
     * @throws PlaneFailedException if the driver refuses the stream
     */
    public PlaneReceiver openGradients(int session, FrameBounds bounds) {
        return streams.receiver(PlaneSettings.gradientStream(bounds.senderRank()), session, bounds);
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
