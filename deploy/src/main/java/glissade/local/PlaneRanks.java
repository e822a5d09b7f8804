package glissade.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glissade.bench.PlanePhase;
import glissade.bench.PlaneRank;
import glissade.bench.StarOwner;
import glissade.collective.Buckets;
import glissade.math.Kernels;
import glissade.plane.Broadcast;
import glissade.plane.FrameType;
import glissade.plane.PlaneDirectory;
import glissade.plane.PlaneHost;
import glissade.plane.PlaneIdle;
import glissade.plane.PlaneReceiver;
import glissade.plane.PlaneRoom;
import glissade.plane.PlaneSettings;
import glissade.plane.SessionIds;
import glissade.plane.Transport;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The worker JVMs of the benchmark of the plane: starts them, introduces them to each other, is the
 * owner of all sums where there is one, and gathers the figures. Whatever happens, neither a worker
 * nor a file is left.
 */
public final class PlaneRanks implements AutoCloseable {
    private static final String MAIN_CLASS = "glissade.cli.Glissade";
    private static final long START_SECONDS = 60;
    private static final long GRACE_SECONDS = 5;
    private static final long REST_NS = 5_000_000;

    private final Transport transport;
    private final int workers;
    private final List<Integer> lengths;
    private final int bucketLength;
    private final boolean sharded;
    private final SessionIds sessionIds = new SessionIds();
    private final JsonMapper json = new JsonMapper();
    private final List<WorkerProcess> processes = new ArrayList<>();
    private final Map<Integer, String> addresses = new ConcurrentHashMap<>();
    private final Map<Integer, String> directories = new ConcurrentHashMap<>();
    private final Map<Integer, String> done = new ConcurrentHashMap<>();
    private final Map<Integer, ConcurrentLinkedQueue<String>> figures = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    /**
     * @param lengths of the vectors, one after the other
     * @param bucketLength floats in a bucket
     * @param sharded whether every worker owns a part; else this process owns all
     */
    public PlaneRanks(
            Transport transport,
            int workers,
            List<Integer> lengths,
            int bucketLength,
            boolean sharded) {
        this.transport = transport;
        this.workers = workers;
        this.lengths = List.copyOf(lengths);
        this.bucketLength = bucketLength;
        this.sharded = sharded;
    }

    /**
     * Measures.
     *
     * @return figures of the vectors in their order: the times of worker 0, right if all were
     * @throws CannotStartException if the operating system refuses a worker
     * @throws WorkerEndedException if a worker ends before its time
     * @throws glissade.plane.PlaneException if the plane does not open
     */
    public List<PlaneRank.Figures> measure() {
        PlaneSettings settings = PlaneSettings.of(transport);
        try {
            if (sharded) {
                PlaneRoom.forMesh(settings, workers).requireSufficient();
                start("");
                await("addresses of the workers", () -> addresses.size() == workers, this::rest);
                begin(0, "");
                await("figures of the workers", () -> done.size() == workers, this::rest);
            } else {
                try (PlaneHost host = PlaneHost.start(settings, workers)) {
                    own(host);
                }
            }
            return gathered();
        } catch (IOException failed) {
            throw new CannotStartException(
                    "the workers cannot be started: " + failed.getMessage(), failed);
        }
    }

    /** Makes {@link #measure} end soon; for any thread. */
    public void stop() {
        stopped = true;
    }

    /** Ends the workers, and deletes what they leave behind. */
    @Override
    public void close() {
        WorkerProcess.endAll(processes);
        directories.values().forEach(directory -> PlaneDirectory.at(directory).delete());
    }

    private void start(String hostDirectory) throws IOException {
        JvmFlags flags = JvmFlags.ofThisProcess();
        for (int index = 0; index < workers; index++) {
            int rank = index;
            List<String> arguments =
                    new ArrayList<>(
                            List.of(
                                    "bench",
                                    "plane-worker",
                                    "--rank",
                                    String.valueOf(rank),
                                    "--workers",
                                    String.valueOf(workers),
                                    "--transport",
                                    transport.optionName(),
                                    "--bucket",
                                    String.valueOf(bucketLength),
                                    "--floats",
                                    String.join(
                                            ",", lengths.stream().map(String::valueOf).toList())));
            if (!sharded) {
                arguments.add("--host=" + hostDirectory);
            }
            figures.put(rank, new ConcurrentLinkedQueue<>());
            processes.add(
                    WorkerProcess.start(
                            rank,
                            flags,
                            MAIN_CLASS,
                            arguments,
                            new OutputTail(line -> heard(rank, line))));
        }
    }

    private void heard(int rank, String line) {
        if (line.startsWith(PlaneRank.ADDRESS)) {
            addresses.put(rank, line.substring(PlaneRank.ADDRESS.length()));
        } else if (line.startsWith(PlaneRank.DIRECTORY)) {
            directories.put(rank, line.substring(PlaneRank.DIRECTORY.length()));
        } else if (line.startsWith(PlaneRank.FIGURES)) {
            Objects.requireNonNull(figures.get(rank))
                    .add(line.substring(PlaneRank.FIGURES.length()));
        } else if (line.equals(PlaneRank.DONE)) {
            done.put(rank, line);
        }
    }

    private PlaneRank.Start begin(int ownerSession, String ownerEndpoint)
            throws JsonProcessingException {
        List<Integer> sessions = new ArrayList<>();
        List<String> byRank = new ArrayList<>();
        for (int rank = 0; rank < workers; rank++) {
            sessions.add(sessionIds.next());
            byRank.add(Objects.requireNonNull(addresses.get(rank)));
        }
        PlaneRank.Start start =
                new PlaneRank.Start(
                        new SecureRandom().nextLong(),
                        sessions,
                        byRank,
                        ownerSession,
                        ownerEndpoint);
        for (int rank = 0; rank < workers; rank++) {
            tell(rank, json.writeValueAsString(start));
        }
        return start;
    }

    private void tell(int rank, String line) {
        try {
            processes.get(rank).tell(line);
        } catch (IOException gone) {
            throw new WorkerEndedException(
                    "worker "
                            + rank
                            + " "
                            + processes
                                    .get(rank)
                                    .ended()
                                    .copy()
                                    .completeOnTimeout(
                                            "does not listen", GRACE_SECONDS, TimeUnit.SECONDS)
                                    .join());
        }
    }

    private void own(PlaneHost host) throws IOException {
        start(host.directory());
        await("addresses of the workers", () -> addresses.size() == workers, host::tick);
        int ownerSession = sessionIds.next();
        PlaneRank.Start start = begin(ownerSession, host.gradientEndpoint());
        List<PlaneReceiver> receivers = new ArrayList<>();
        for (int rank = 0; rank < workers; rank++) {
            receivers.add(
                    host.openGradients(
                            start.sessions().get(rank),
                            PlaneRank.bounds(start.runId(), rank, lengths, bucketLength, workers)));
        }
        try (Broadcast broadcast =
                host.openBroadcast(ownerSession, start.runId(), start.addresses())) {
            for (PlaneReceiver receiver : receivers) {
                int[] greetings = new int[1];
                await(
                        "greetings of the workers",
                        () -> {
                            receiver.poll(
                                    frame ->
                                            greetings[0] += frame.type() == FrameType.HELLO ? 1 : 0,
                                    1);
                            return greetings[0] > 0;
                        },
                        host::tick);
            }
            own(host, broadcast, receivers);
            await("figures of the workers", () -> done.size() == workers, host::tick);
        }
        // While the driver is still there.
        close();
    }

    private void own(PlaneHost host, Broadcast broadcast, List<PlaneReceiver> receivers) {
        Kernels kernels = Kernels.create();
        PlaneIdle idle = PlaneIdle.patient();
        long firstStep = 0;
        for (PlanePhase phase : PlanePhase.plan(lengths, workers, transport, false)) {
            StarOwner owner =
                    new StarOwner(
                            host,
                            0,
                            kernels,
                            new Buckets(phase.floats(), bucketLength),
                            broadcast,
                            receivers,
                            firstStep);
            for (int vector = 0; vector < phase.vectors(); vector++) {
                owner.begin();
                while (!owner.done()) {
                    int work = owner.advance();
                    if (work == 0) {
                        requireAllAlive();
                    }
                    idle.idle(work);
                }
            }
            firstStep += phase.vectors();
        }
    }

    private void await(String what, BooleanSupplier condition, Runnable meanwhile) {
        PlaneIdle idle = new PlaneIdle();
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!condition.getAsBoolean()) {
            requireAllAlive();
            if (addresses.size() < workers && System.nanoTime() > deadlineNs) {
                throw new WorkerEndedException("waited in vain for the " + what);
            }
            meanwhile.run();
            idle.idle();
        }
    }

    /** Takes no time from the workers. */
    private void rest() {
        LockSupport.parkNanos(this, REST_NS);
    }

    private void requireAllAlive() {
        if (stopped) {
            throw new WorkerEndedException("told to end before all was measured");
        }
        for (int rank = 0; rank < processes.size(); rank++) {
            String how = processes.get(rank).ended().getNow("");
            if (!how.isEmpty()) {
                throw new WorkerEndedException("worker " + rank + " " + how);
            }
        }
    }

    private List<PlaneRank.Figures> gathered() throws JsonProcessingException {
        List<PlaneRank.Figures> all = new ArrayList<>();
        for (int index = 0; index < lengths.size(); index++) {
            PlaneRank.Figures first = next(0);
            boolean correct = first.correct();
            for (int rank = 1; rank < workers; rank++) {
                correct &= next(rank).correct();
            }
            all.add(
                    new PlaneRank.Figures(
                            first.floats(), first.medianNs(), first.p99Ns(), correct));
        }
        return all;
    }

    private PlaneRank.Figures next(int rank) throws JsonProcessingException {
        String line = Objects.requireNonNull(figures.get(rank)).remove();
        return json.readValue(line, PlaneRank.Figures.class);
    }
}
