package glissade.plane;

import static io.aeron.driver.Configuration.CONDUCTOR_BUFFER_LENGTH_DEFAULT;
import static io.aeron.driver.Configuration.COUNTERS_VALUES_BUFFER_LENGTH_MIN;
import static io.aeron.driver.Configuration.ERROR_BUFFER_LENGTH_DEFAULT;
import static io.aeron.driver.Configuration.LOSS_REPORT_BUFFER_LENGTH_DEFAULT;
import static io.aeron.driver.Configuration.TO_CLIENTS_BUFFER_LENGTH_DEFAULT;
import static io.aeron.driver.Configuration.countersMetadataBufferLength;

import io.aeron.CncFileDescriptor;
import io.aeron.logbuffer.LogBufferDescriptor;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The room that media drivers need for their files, against what there is.
 *
 * <p>A tmpfs gives memory page by page at the first touch, and answers with SIGBUS when it is full.
 * Hence the files are counted at their full lengths before a driver starts, and every page of them
 * is touched when they are made: what was granted cannot be taken away later.
 *
 * <p>Whoever asks for the room of this machine first clears it of what this user's killed processes
 * have left: it must not count as taken.
 *
 * @param root directory whose file system holds the files
 * @param neededBytes room that all drivers counted need together
 * @param freeBytes room that there is
 * @param totalBytes size of the file system
 */
public record PlaneRoom(Path root, long neededBytes, long freeBytes, long totalBytes) {
    static final int PAGE = 4_096;
    private static final long MIB = 1 << 20;

    /** Length of a driver's command, counter, error and loss files, tuned to Aeron's least. */
    static final long DRIVER_LENGTH =
            align(
                            CncFileDescriptor.META_DATA_LENGTH
                                    + CONDUCTOR_BUFFER_LENGTH_DEFAULT
                                    + TO_CLIENTS_BUFFER_LENGTH_DEFAULT
                                    + countersMetadataBufferLength(
                                            COUNTERS_VALUES_BUFFER_LENGTH_MIN)
                                    + COUNTERS_VALUES_BUFFER_LENGTH_MIN
                                    + ERROR_BUFFER_LENGTH_DEFAULT)
                    + align(LOSS_REPORT_BUFFER_LENGTH_DEFAULT);

    /**
     * Room for a run with {@code worldSize} workers on this machine, all of its processes together,
     * which share one file system; where workers may be elsewhere, for the coordinator's alone.
     */
    public static PlaneRoom forRun(PlaneSettings settings, int worldSize) {
        return in(PlaneDirectory.root(), neededByRun(settings, worldSize));
    }

    /** Room for that many such runs at once. */
    public static PlaneRoom forRuns(PlaneSettings settings, int worldSize, int runs) {
        return in(PlaneDirectory.root(), runs * neededByRun(settings, worldSize));
    }

    /** Room for that many runs at once whose workers average, each a range. */
    public static PlaneRoom forShardedRuns(PlaneSettings settings, int worldSize, int runs) {
        return in(
                PlaneDirectory.root(),
                runs
                        * (neededByRun(settings, worldSize)
                                + worldSize * neededByMeshMember(settings, worldSize)));
    }

    /** Room for the mesh between {@code worldSize} workers on this machine. */
    public static PlaneRoom forMesh(PlaneSettings settings, int worldSize) {
        return in(PlaneDirectory.root(), worldSize * neededByMeshMember(settings, worldSize));
    }

    /**
     * Room for all that the worker of {@code rank} opens: its way to the coordinator and, where
     * workers average, to the others. Each of its drivers looks for itself alone.
     *
     * @param settings sizes over its transport to the coordinator
     * @param averages whether workers average, each a range
     */
    public static PlaneRoom forWorker(
            PlaneSettings settings, SharedMemories memories, int rank, boolean averages) {
        return in(PlaneDirectory.root(), neededByWorker(settings, memories, rank, averages));
    }

    /** Clears {@code root} of what killed processes have left, then measures. */
    static PlaneRoom in(Path root, long neededBytes) {
        PlaneDirectory.deleteAbandoned(root);
        try {
            FileStore store = Files.getFileStore(root);
            return new PlaneRoom(root, neededBytes, store.getUsableSpace(), store.getTotalSpace());
        } catch (IOException unknown) {
            throw new PlaneFailedException(
                    "cannot tell the free room for the gradient plane: path="
                            + root
                            + ": "
                            + unknown,
                    unknown);
        }
    }

    static long neededByRun(PlaneSettings settings, int worldSize) {
        return neededByRun(
                settings,
                PlaneLinks.ofCoordinator(SharedMemories.allOver(settings.transport(), worldSize)));
    }

    static long neededByRun(PlaneSettings settings, PlaneLinks links) {
        PlaneSettings ipc = settings.over(Transport.IPC);
        PlaneSettings udp = settings.over(Transport.UDP);
        // One stream of parameters that all read, one of gradients per worker.
        long shared =
                links.use(Transport.IPC) ? (1L + links.count(Transport.IPC)) * logLength(ipc) : 0;
        // Every stream has a log at either end.
        long remote = 2L * logLength(udp) + (udp.leavesMachine() ? 0 : neededByMember(udp));
        return DRIVER_LENGTH + shared + links.count(Transport.UDP) * remote;
    }

    /** Room for a worker's own driver; over IPC it has none. */
    static long neededByMember(PlaneSettings settings) {
        return switch (settings.transport()) {
            case IPC -> 0L;
            case UDP -> DRIVER_LENGTH + 2L * logLength(settings);
        };
    }

    /** Room for the driver of one rank of a mesh. */
    static long neededByMeshMember(PlaneSettings settings, int worldSize) {
        return neededByMeshMember(
                settings,
                PlaneLinks.ofRank(SharedMemories.allOver(settings.transport(), worldSize), 0));
    }

    static long neededByMeshMember(PlaneSettings settings, PlaneLinks links) {
        // One stream that all read which share this memory; one to each of the others, and back.
        long shared = links.use(Transport.IPC) ? logLength(settings.over(Transport.IPC)) : 0;
        long remote = 2L * logLength(settings.over(Transport.UDP));
        return DRIVER_LENGTH + shared + links.count(Transport.UDP) * remote;
    }

    static long neededByWorker(
            PlaneSettings settings, SharedMemories memories, int rank, boolean averages) {
        return neededByMember(settings)
                + (averages ? neededByMeshMember(settings, PlaneLinks.ofRank(memories, rank)) : 0);
    }

    /** True when there is enough. */
    public boolean sufficient() {
        return freeBytes >= neededBytes;
    }

    /**
     * Ends here when there is too little.
     *
     * @throws InsufficientSharedMemoryException with need, have and the mend
     */
    public void requireSufficient() {
        if (!sufficient()) {
            throw new InsufficientSharedMemoryException(
                    "the gradient plane needs "
                            + (neededBytes + MIB - 1) / MIB
                            + " MiB in "
                            + root
                            + ", which has "
                            + freeBytes / MIB
                            + " MiB free of "
                            + totalBytes / MIB
                            + " MiB: free some, use fewer workers, or mount a larger one"
                            + " (mount -o remount,size=1g "
                            + root
                            + "; docker run --shm-size=1g; Kubernetes: an emptyDir with medium:"
                            + " Memory)");
        }
    }

    /** Of one end of a stream, in all generations. */
    private static long logLength(PlaneSettings settings) {
        return settings.generations()
                * LogBufferDescriptor.computeLogLength(settings.termLength(), PAGE);
    }

    private static long align(long length) {
        return (length + PAGE - 1) / PAGE * PAGE;
    }
}
