package glissade.plane;

import io.aeron.Aeron;
import io.aeron.driver.ThreadingMode;
import java.util.ArrayList;
import java.util.List;
import org.agrona.CloseHelper;
import org.jspecify.annotations.Nullable;

/**
 * One rank's media driver and its clients, over which the ranks that own parameters reach each
 * other. Every rank has a driver of its own, and reads the logs of those that share its memory as a
 * client of their drivers. The training thread ticks the driver where all ranks share memory; where
 * some are reached over UDP it has a thread. Lives as long as the run; each generation opens a
 * {@link PlaneMesh}.
 *
 * <p>{@link #connect} and {@link #open} wait for the other drivers' answers: every rank must have
 * started before one connects. Confined to one thread after {@link #start}, the training thread;
 * nobody needs to tick anything.
 */
public final class MeshMember implements AutoCloseable {
    private final PlaneSettings settings;
    private final int rank;
    private final PlaneLinks links;
    private final PlaneErrors errors;
    private final PlaneDriver driver;
    private final MeshTicker ticker;
    private final LinkStreams own;

    /** Where the streams of each rank are read, once it is connected. */
    private final List<PlaneStreams> clients = new ArrayList<>();

    private final List<MeshAddress> addresses = new ArrayList<>();

    private MeshMember(
            PlaneSettings settings,
            int rank,
            PlaneLinks links,
            PlaneErrors errors,
            PlaneDriver driver,
            MeshTicker ticker) {
        this.settings = settings;
        this.rank = rank;
        this.links = links;
        this.errors = errors;
        this.driver = driver;
        this.ticker = ticker;
        this.own = new LinkStreams(settings, links, client(driver.directory(), errors));
    }

    /**
     * Starts the driver of {@code rank} in a mesh of one transport, that of the settings.
     *
     * @param worldSize ranks of the mesh, at least 2
     * @throws InsufficientSharedMemoryException if there is too little room; nothing is left behind
     * @throws PlaneFailedException if the driver does not start
     */
    public static MeshMember start(PlaneSettings settings, int rank, int worldSize) {
        return start(settings, rank, SharedMemories.allOver(settings.transport(), worldSize));
    }

    /**
     * Starts the driver of {@code rank} in a mesh where those that share memory use it.
     *
     * @param settings sizes over their transport; those over the other are the measured ones
     * @param memories of all ranks of the mesh, at least 2
     * @throws InsufficientSharedMemoryException if there is too little room; nothing is left behind
     * @throws PlaneFailedException if the driver does not start
     */
    public static MeshMember start(PlaneSettings settings, int rank, SharedMemories memories) {
        int worldSize = memories.worldSize();
        if (worldSize < 2 || rank < 0 || rank >= worldSize) {
            throw new IllegalArgumentException(
                    "a mesh has two ranks or more: rank=" + rank + ", worldSize=" + worldSize);
        }
        PlaneErrors errors = new PlaneErrors();
        PlaneLinks links = PlaneLinks.ofRank(memories, rank);
        PlaneRoom room =
                PlaneRoom.in(PlaneDirectory.root(), PlaneRoom.neededByMeshMember(settings, links));
        // What travels over UDP must go on while the training thread computes.
        boolean invoked = !links.use(Transport.UDP);
        PlaneDriver driver =
                PlaneDriver.start(
                        links.ofDriver(settings),
                        room,
                        invoked ? ThreadingMode.INVOKER : ThreadingMode.SHARED,
                        errors);
        MeshTicker ticker = new MeshTicker(invoked ? driver.invoker() : null);
        try {
            return new MeshMember(settings, rank, links, errors, driver, ticker);
        } catch (RuntimeException failed) {
            ticker.close();
            driver.close();
            throw failed;
        }
    }

    /** Where the others reach this rank. */
    public MeshAddress address() {
        return new MeshAddress(links.use(Transport.IPC) ? directory() : "", own.endpoint());
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
    public void connect(List<MeshAddress> addresses) {
        if (addresses.size() != worldSize() || !clients.isEmpty()) {
            throw new IllegalArgumentException(
                    "a mesh is connected once, with an address of every rank: addresses="
                            + addresses
                            + ", worldSize="
                            + worldSize()
                            + ", connected="
                            + !clients.isEmpty());
        }
        ticker.hurry(true);
        this.addresses.addAll(addresses);
        for (int other = 0; other < worldSize(); other++) {
            clients.add(
                    other == rank || links.to(other) == Transport.UDP
                            ? own.over(links.to(other))
                            : reach(other, addresses.get(other).directory()));
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
        if (sessions.size() != worldSize() || clients.size() != worldSize()) {
            throw new IllegalArgumentException(
                    "a mesh is opened when it is connected, with a session of every rank: sessions="
                            + sessions.size()
                            + ", connected="
                            + clients.size()
                            + ", worldSize="
                            + worldSize());
        }
        ticker.hurry(true);
        PlaneReceiver[] receivers = new PlaneReceiver[worldSize() - 1];
        for (int i = 0; i < receivers.length; i++) {
            int other = otherRank(i);
            receivers[i] =
                    clients.get(other)
                            .receiver(
                                    PlaneSettings.meshStream(other),
                                    sessions.get(other),
                                    new FrameFilter(bounds.from(other), worldSize()),
                                    rank + 1);
        }
        PlaneSender[] senders = senders(sessions.get(rank), bounds.runId());
        return new PlaneMesh(rank, bounds.generation(), senders, receivers, ticker);
    }

    /** To each of the other ranks: one of its own over UDP, one for all that share memory. */
    private PlaneSender[] senders(int session, long runId) {
        PlaneSender[] senders = new PlaneSender[worldSize() - 1];
        PlaneSender shared = null;
        for (int i = 0; i < senders.length; i++) {
            Transport link = links.to(otherRank(i));
            if (link == Transport.UDP || shared == null) {
                senders[i] =
                        own.over(link)
                                .sender(
                                        PlaneSettings.meshStream(rank),
                                        session,
                                        rank,
                                        runId,
                                        addresses.get(otherRank(i)).endpoint());
            } else {
                senders[i] = shared;
            }
            shared = link == Transport.IPC ? senders[i] : shared;
        }
        return senders;
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
            return new PlaneStreams(
                    settings.over(Transport.IPC), client(directory, new PlaneErrors()));
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

    private int worldSize() {
        return links.byRank().size();
    }

    private int otherRank(int index) {
        return index < rank ? index : index + 1;
    }
}
