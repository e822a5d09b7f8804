package glissade.plane;

import io.aeron.Aeron;
import io.aeron.driver.ThreadingMode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A worker's end of the gradient plane. Over IPC a client of the coordinator's media driver, over
 * UDP a media driver and its client. Both run in threads of their own, so that a worker may compute
 * for as long as it likes.
 *
 * <p>Streams are opened, used and closed by one thread, the training thread; it must be done with
 * them before {@link #close}, which unmaps what they write into.
 */
public final class PlaneMember implements AutoCloseable {
    private final PlaneErrors errors;
    private final @Nullable PlaneDriver driver;
    private final PlaneStreams streams;

    private PlaneMember(PlaneErrors errors, @Nullable PlaneDriver driver, PlaneStreams streams) {
        this.errors = errors;
        this.driver = driver;
        this.streams = streams;
    }

    /**
     * Joins the plane of a coordinator; over IPC it is on this machine.
     *
     * @param hostDirectory {@link PlaneHost#directory()}; looked at over IPC only, where the
     *     coordinator must be ticking
     * @throws PlaneAddressException if {@code hostDirectory} is none of the plane's
     * @throws InsufficientSharedMemoryException if there is too little room for a driver (UDP)
     * @throws PlaneFailedException if the driver cannot be reached or does not start
     */
    public static PlaneMember join(PlaneSettings settings, String hostDirectory) {
        return switch (settings.transport()) {
            case IPC -> joinHost(settings, PlaneDirectory.at(hostDirectory));
            case UDP -> startOwn(settings, PlaneDirectory.root());
        };
    }

    private static PlaneMember joinHost(PlaneSettings settings, PlaneDirectory hostDirectory) {
        PlaneErrors errors = new PlaneErrors();
        return new PlaneMember(errors, null, connect(settings, hostDirectory, errors));
    }

    static PlaneMember startOwn(PlaneSettings settings, Path root) {
        PlaneErrors errors = new PlaneErrors();
        PlaneRoom room = PlaneRoom.in(root, PlaneRoom.neededByMember(settings));
        PlaneDriver driver = PlaneDriver.start(settings, room, ThreadingMode.SHARED, errors);
        try {
            return new PlaneMember(errors, driver, connect(settings, driver.directory(), errors));
        } catch (RuntimeException failed) {
            driver.close();
            throw failed;
        }
    }

    private static PlaneStreams connect(
            PlaneSettings settings, PlaneDirectory directory, PlaneErrors errors) {
        Aeron.Context context =
                PlaneDriver.clientContext(directory, errors)
                        .threadFactory(task ->
                                Thread.ofPlatform()
                                        .daemon()
                                        .name("plane-conductor")
                                        .unstarted(task));
        return new PlaneStreams(settings, PlaneDriver.connect(context));
    }

    /** {@code host:port} to which the coordinator sends over UDP; empty over IPC. */
    public String parameterEndpoint() {
        return streams.endpoint();
    }

    /**
     * The own driver's directory over UDP, for {@link PlaneDirectory#at}: whoever outlives a killed
     * process deletes it; empty over IPC.
     */
    public String directory() {
        return driver == null ? "" : driver.directory().toString();
    }

    /**
     * Opens the receiving end of the averager's stream: parameters and state.
     *
     * @param session the averager's in this generation
     * @param bounds what the averager may say; its rank is {@link FrameDescriptor#COORDINATOR_RANK}
     * @throws PlaneFailedException if the driver refuses the stream
     */
    public PlaneReceiver openParameters(int session, FrameBounds bounds) {
        return streams.receiver(PlaneSettings.PARAMETER_STREAM, session, bounds);
    }

    /**
     * Opens this worker's stream to the averager.
     *
     * @param session this worker's in this generation
     * @param gradientEndpoint {@link PlaneHost#gradientEndpoint()}; not looked at over IPC
     * @throws PlaneAddressException if the endpoint is malformed or not allowed
     * @throws PlaneFailedException if the driver refuses the stream
     */
    public PlaneSender openGradients(int session, int rank, long runId, String gradientEndpoint) {
        return streams.sender(
                PlaneSettings.gradientStream(rank), session, rank, runId, gradientEndpoint);
    }

    /** What went wrong beneath the streams, or null; streams are closed then, or soon will be. */
    public @Nullable Throwable failure() {
        return errors.first();
    }

    /**
     * Closes every stream; over UDP also ends the driver and deletes its directory. Over UDP, what
     * is still on its way is lost then and the other side notices after {@link
     * PlaneSettings#LIVENESS_NS} only: close when the coordinator has said that it has everything.
     */
    @Override
    public void close() {
        try {
            streams.close();
        } finally {
            if (driver != null) {
                driver.close();
            }
        }
    }
}
