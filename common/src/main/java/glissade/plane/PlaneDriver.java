package glissade.plane;

import io.aeron.Aeron;
import io.aeron.driver.Configuration;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.agrona.BufferUtil;
import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A media driver in its own private directory, with every setting that matters fixed here: Aeron
 * would otherwise take them from system properties. Closing it deletes the directory.
 */
final class PlaneDriver implements AutoCloseable {
    private static final long LIVENESS_MS =
            TimeUnit.NANOSECONDS.toMillis(PlaneSettings.LIVENESS_NS);

    /** Must exceed the liveness timeout; only shared publications need it, and we have none. */
    private static final long UNBLOCK_NS = PlaneSettings.LIVENESS_NS * 3 / 2;

    private static final int IDLE_SPINS = 10;
    private static final int IDLE_YIELDS = 20;
    private static final long IDLE_MIN_PARK_NS = 1_000;
    private static final long IDLE_MAX_PARK_NS = 100_000;

    private final PlaneDirectory directory;
    private final MediaDriver driver;

    private PlaneDriver(PlaneDirectory directory, MediaDriver driver) {
        this.directory = directory;
        this.driver = driver;
    }

    /**
     * Starts a driver under {@code room}'s root.
     *
     * @param threadingMode INVOKER for one that its owner ticks, SHARED for one with a thread
     * @throws InsufficientSharedMemoryException if {@code room} is not sufficient
     * @throws PlaneFailedException if the driver does not start
     */
    static PlaneDriver start(
            PlaneSettings settings,
            PlaneRoom room,
            ThreadingMode threadingMode,
            PlaneErrors errors) {
        room.requireSufficient();
        PlaneDirectory directory = PlaneDirectory.create(room.root());
        MediaDriver driver = null;
        try {
            driver = MediaDriver.launch(context(settings, directory, threadingMode, errors));
            touchPages(Path.of(directory.aeronDirectory()));
            return new PlaneDriver(directory, driver);
        } catch (RuntimeException failed) {
            CloseHelper.quietClose(driver);
            directory.delete();
            throw new PlaneFailedException(
                    "the gradient plane's media driver does not start: " + failed.getMessage(),
                    failed);
        }
    }

    /** A client's settings for the driver in {@code directory}. */
    static Aeron.Context clientContext(PlaneDirectory directory, PlaneErrors errors) {
        return new Aeron.Context()
                .aeronDirectoryName(directory.aeronDirectory())
                .driverTimeoutMs(LIVENESS_MS)
                .errorHandler(errors)
                .subscriberErrorHandler(errors)
                .clientName("glissade");
    }

    /**
     * Connects a client.
     *
     * @throws PlaneFailedException if no driver answers
     */
    static Aeron connect(Aeron.Context context) {
        try {
            return Aeron.connect(context);
        } catch (RuntimeException failed) {
            throw new PlaneFailedException(
                    "the gradient plane's media driver does not answer: directory="
                            + context.aeronDirectoryName()
                            + ": "
                            + failed.getMessage(),
                    failed);
        }
    }

    PlaneDirectory directory() {
        return directory;
    }

    /** What the owner of an invoked driver ticks. */
    AgentInvoker invoker() {
        return driver.sharedAgentInvoker();
    }

    @Override
    public void close() {
        try {
            driver.close();
        } finally {
            directory.delete();
        }
    }

    private static MediaDriver.Context context(
            PlaneSettings settings,
            PlaneDirectory directory,
            ThreadingMode threadingMode,
            PlaneErrors errors) {
        MediaDriver.Context context =
                new MediaDriver.Context()
                        .aeronDirectoryName(directory.aeronDirectory())
                        .dirDeleteOnStart(false)
                        .dirDeleteOnShutdown(true)
                        .threadingMode(threadingMode)
                        .asyncExecutorEnabled(false)
                        .errorHandler(errors)
                        .sharedIdleStrategy(
                                new BackoffIdleStrategy(
                                        IDLE_SPINS,
                                        IDLE_YIELDS,
                                        IDLE_MIN_PARK_NS,
                                        IDLE_MAX_PARK_NS))
                        .sharedThreadFactory(task ->
                                Thread.ofPlatform().daemon().name("plane-driver").unstarted(task));
        files(context);
        streams(context, settings);
        timeouts(context);
        return context;
    }

    private static void files(MediaDriver.Context context) {
        context.conductorBufferLength(Configuration.CONDUCTOR_BUFFER_LENGTH_DEFAULT)
                .toClientsBufferLength(Configuration.TO_CLIENTS_BUFFER_LENGTH_DEFAULT)
                .counterValuesBufferLength(Configuration.COUNTERS_VALUES_BUFFER_LENGTH_MIN)
                .errorBufferLength(Configuration.ERROR_BUFFER_LENGTH_DEFAULT)
                .lossReportBufferLength(Configuration.LOSS_REPORT_BUFFER_LENGTH_DEFAULT)
                .filePageSize(PlaneRoom.PAGE)
                // Touch logs when they are made, and look for room before: no SIGBUS later.
                .termBufferSparseFile(false)
                .performStorageChecks(true)
                .lowStorageWarningThreshold(0);
    }

    private static void streams(MediaDriver.Context context, PlaneSettings settings) {
        int windowLength =
                switch (settings.transport()) {
                    case IPC -> settings.windowLength();
                    case UDP -> SocketBuffers.granted(settings.windowLength());
                };
        context.ipcTermBufferLength(settings.termLength())
                .publicationTermBufferLength(settings.termLength())
                .ipcMtuLength(settings.mtuLength())
                .mtuLength(settings.mtuLength())
                .initialWindowLength(windowLength)
                .socketRcvbufLength(windowLength)
                .socketSndbufLength(windowLength)
                // A stream that was cut off must not come back with a hole in it.
                .rejoinStream(false)
                .reliableStream(true)
                // A slow reader holds its sender back; it never loses a frame.
                .tetherSubscriptions(true)
                .spiesSimulateConnection(false);
    }

    private static void timeouts(MediaDriver.Context context) {
        context.driverTimeoutMs(LIVENESS_MS)
                .clientLivenessTimeoutNs(PlaneSettings.LIVENESS_NS)
                .imageLivenessTimeoutNs(PlaneSettings.LIVENESS_NS)
                .publicationConnectionTimeoutNs(PlaneSettings.LIVENESS_NS)
                .publicationUnblockTimeoutNs(UNBLOCK_NS);
    }

    /**
     * Makes the file system grant every page of the driver's own files now. Adding zero atomically
     * touches a page without disturbing the driver's threads, which are already at work.
     */
    private static void touchPages(Path aeronDirectory) {
        for (String name : new String[] {"cnc.dat", "loss-report.dat"}) {
            Path file = aeronDirectory.resolve(name);
            try (FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                MappedByteBuffer mapped =
                        channel.map(FileChannel.MapMode.READ_WRITE, 0, Files.size(file));
                UnsafeBuffer buffer = new UnsafeBuffer(mapped.order(ByteOrder.LITTLE_ENDIAN));
                for (int page = 0; page < buffer.capacity(); page += PlaneRoom.PAGE) {
                    buffer.getAndAddInt(page, 0);
                }
                BufferUtil.free(mapped);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}
