package glissade.plane;

import io.aeron.Aeron;
import io.aeron.driver.ThreadingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.CloseHelper;
import org.jspecify.annotations.Nullable;

/**
 * One rank's media driver and its clients, over which the ranks that own parameters reach each
 * other. Over IPC every rank has a driver of its own, ticked by the training thread, and reads the
 * others' logs as a client of their drivers; over UDP its driver has a thread. Lives as long as the
 * run; each generation opens a {@link PlaneMesh}.
 *
 * <p>{@link #connect} and {@link #open} wait for the other drivers' answers: every rank must have
 * started before one connects. Confined to one thread after {@link #start}, the training thread;
 * nobody needs to tick anything.
 */
public final class MeshMember implements AutoCloseable {
    private final PlaneSettings settings;
    private final int rank;
    private final int worldSize;
    private final PlaneErrors errors;
    private final PlaneDriver driver;
    private final MeshTicker ticker;
    private final PlaneStreams own;
    private final List<PlaneStreams> clients = new ArrayList<>();
    private final List<String> addresses = new ArrayList<>();

    private MeshMember(
            PlaneSettings settings,
            int rank,
            int worldSize,
            PlaneErrors errors,
            PlaneDriver driver,
            MeshTicker ticker) {
        this.settings = settings;
        this.rank = rank;
        this.worldSize = worldSize;
        this.errors = errors;
        this.driver = driver;
        this.ticker = ticker;
        this.own = new PlaneStreams(settings, client(driver.directory(), errors));
    }

    /**
     * Starts the driver of {@code rank}.
     *
     * @param worldSize ranks of the mesh, at least 2
     * @throws InsufficientSharedMemoryException if there is too little room; nothing is left behind
     * @throws PlaneFailedException if the driver does not start
     */
    public static MeshMember start(PlaneSettings settings, int rank, int worldSize) {
        return start(settings, rank, worldSize, PlaneDirectory.root());
    }

    static MeshMember start(PlaneSettings settings, int rank, int worldSize, Path root) {
        if (worldSize < 2 || rank < 0 || rank >= worldSize) {
            throw new IllegalArgumentException(
                    "a mesh has two ranks or more: rank=" + rank + ", worldSize=" + worldSize);
        }
        PlaneErrors errors = new PlaneErrors();
        long needed = PlaneRoom.neededByMeshMember(settings, worldSize);
        ThreadingMode threadingMode =
                switch (settings.transport()) {
                    case IPC -> ThreadingMode.INVOKER;
                    case UDP -> ThreadingMode.SHARED;
                };
        PlaneDriver driver =
                PlaneDriver.start(settings, PlaneRoom.in(root, needed), threadingMode, errors);
        MeshTicker ticker =
                new MeshTicker(threadingMode == ThreadingMode.INVOKER ? driver.invoker() : null);
        try {
            return new MeshMember(settings, rank, worldSize, errors, driver, ticker);
        } catch (RuntimeException failed) {
            ticker.close();
            driver.close();
            throw failed;
        }
    }

    /** Where the others reach this rank: the driver's directory over IPC, host:port over UDP. */
    public String address() {
        return switch (settings.transport()) {
            case IPC -> directory();
            case UDP -> own.endpoint();
        };
    }

    /**
     * The driver's directory, for {@link PlaneDirectory#at}: whoever outlives a killed process
     * deletes it.
     */
    public String directory() {
        return driver.directory().toString();
    }

    /**
     * Reaches the other ranks, all of which have started; once.
     *
     * @param addresses {@link #address()} of every rank, this one included
     * @throws PlaneAddressException if one is none of the plane's
     * @throws PlaneFailedException if a rank's driver does not answer
     */
    public void connect(List<String> addresses) {
        if (addresses.size() != worldSize || !clients.isEmpty()) {
            throw new IllegalArgumentException(
                    "a mesh is connected once, with an address of every rank: addresses="
                            + addresses
                            + ", worldSize="
                            + worldSize
                            + ", connected="
                            + !clients.isEmpty());
        }
        ticker.hurry(true);
        this.addresses.addAll(addresses);
        for (int other = 0; other < worldSize; other++) {
            clients.add(
                    other == rank || settings.transport() == Transport.UDP
                            ? own
                            : reach(other, addresses.get(other)));
        }
    }

    /** True when {@link #connect} was called. */
    public boolean connected() {
        return !clients.isEmpty();
    }

    /**
     * Opens the streams between the ranks for one generation; {@link PlaneMesh#ready} must have
     * returned true before the first frame is sent.
     *
     * @param sessions drawn by {@link SessionIds}, one for every rank
     * @param bounds what every rank may say; the sender's rank is not looked at
     * @throws PlaneFailedException if a driver refuses a stream or does not answer
     */
    public PlaneMesh open(List<Integer> sessions, FrameBounds bounds) {
        if (sessions.size() != worldSize || clients.size() != worldSize) {
            throw new IllegalArgumentException(
                    "a mesh is opened when it is connected, with a session of every rank: sessions="
                            + sessions.size()
                            + ", connected="
                            + clients.size()
                            + ", worldSize="
                            + worldSize);
        }
        ticker.hurry(true);
        PlaneReceiver[] receivers = new PlaneReceiver[worldSize - 1];
        for (int i = 0; i < receivers.length; i++) {
            int other = otherRank(i);
            receivers[i] =
                    clients.get(other)
                            .receiver(
                                    PlaneSettings.meshStream(other),
                                    sessions.get(other),
                                    new FrameFilter(bounds.from(other), worldSize),
                                    rank + 1);
        }
        List<PlaneSender> senders = new ArrayList<>();
        int streams = settings.transport() == Transport.IPC ? 1 : receivers.length;
        for (int i = 0; i < streams; i++) {
            senders.add(
                    own.sender(
                            PlaneSettings.meshStream(rank),
                            sessions.get(rank),
                            rank,
                            bounds.runId(),
                            addresses.get(otherRank(i))));
        }
        return new PlaneMesh(rank, bounds.generation(), senders, receivers, ticker);
    }

    /** What went wrong beneath the own streams, or null; they are closed then, or soon will be. */
    public @Nullable Throwable failure() {
        return errors.first();
    }

    /**
     * Ends the driver and deletes its directory. The others lose at once what they have not read:
     * close when the coordinator has said that all are done.
     */
    @Override
    public void close() {
        try {
            ticker.close();
            CloseHelper.closeAll(clients);
        } finally {
            try {
                // One of the clients, unless it failed before there were any.
                own.close();
            } finally {
                driver.close();
            }
        }
    }

    private PlaneStreams reach(int other, String address) {
        PlaneDirectory directory = PlaneDirectory.at(address);
        try {
            return new PlaneStreams(settings, client(directory, new PlaneErrors()));
        } catch (PlaneFailedException failed) {
            throw new PlaneFailedException(
                    "worker "
                            + rank
                            + " does not reach worker "
                            + other
                            + ": "
                            + failed.getMessage(),
                    failed);
        }
    }

    private Aeron client(PlaneDirectory directory, PlaneErrors errors) {
        Aeron.Context context =
                PlaneDriver.clientContext(directory, errors)
                        .useConductorAgentInvoker(true)
                        .awaitingIdleStrategy(ticker.whileWaiting());
        Aeron aeron = PlaneDriver.connect(context);
        ticker.add(aeron.conductorAgentInvoker());
        return aeron;
    }

    private int otherRank(int index) {
        return index < rank ? index : index + 1;
    }
}
