package glissade.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glissade.collective.Buckets;
import glissade.math.Kernels;
import glissade.plane.FrameBounds;
import glissade.plane.FrameDescriptor;
import glissade.plane.FrameHeader;
import glissade.plane.MeshAddress;
import glissade.plane.MeshMember;
import glissade.plane.PlaneIdle;
import glissade.plane.PlaneMember;
import glissade.plane.PlaneMesh;
import glissade.plane.PlaneReceiver;
import glissade.plane.PlaneSender;
import glissade.plane.PlaneSettings;
import glissade.plane.SendResult;
import glissade.plane.Transport;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * One worker of the benchmark of the plane, in a JVM of its own: tells its address, hears the
 * others', then adds vectors and tells how long that took. Confined to one thread.
 */
public final class PlaneRank {
    /** What it tells begins with one of these words; what follows is its address, or JSON. */
    public static final String ADDRESS = "plane-address ";

    public static final String DIRECTORY = "plane-directory ";
    public static final String FIGURES = "plane-figures ";
    public static final String DONE = "plane-done";

    static final int GENERATION = 0;
    private static final long PATIENCE_NS = 60_000_000_000L;

    /** Looks at the clock only so often while waiting. */
    private static final int WAITS = 1_000;

    private final JsonMapper json = new JsonMapper();
    private final Transport transport;
    private final int rank;
    private final int workers;
    private final List<Integer> lengths;
    private final int bucketLength;
    private final Consumer<String> told;
    private final LongSupplier nanoClock;
    private final PlaneIdle idle = PlaneIdle.roaming();
    private final CompletableFuture<String> start = new CompletableFuture<>();
    private final CountDownLatch launcherGone = new CountDownLatch(1);

    /**
     * @param lengths of the vectors, one after the other
     * @param bucketLength floats in a bucket
     * @param told hears every line that this worker tells
     */
    public PlaneRank(
            Transport transport,
            int rank,
            int workers,
            List<Integer> lengths,
            int bucketLength,
            Consumer<String> told,
            LongSupplier nanoClock) {
        this.transport = transport;
        this.rank = rank;
        this.workers = workers;
        this.lengths = lengths;
        this.bucketLength = bucketLength;
        this.told = told;
        this.nanoClock = nanoClock;
    }

    /**
     * What everybody has to know to begin.
     *
     * @param sessions by rank
     * @param addresses by rank
     * @param ownerSession of the owner of all, where there is one
     * @param ownerEndpoint where that one receives over UDP
     */
    public record Start(
            long runId,
            List<Integer> sessions,
            List<String> addresses,
            int ownerSession,
            String ownerEndpoint) {}

    /**
     * Times of one worker.
     *
     * @param medianNs of one vector
     * @param p99Ns 99 of 100 vectors took no longer
     * @param correct whether every element of every check was right
     */
    public record Figures(int floats, double medianNs, double p99Ns, boolean correct) {}

    /** The bounds of a stream that {@code senderRank} sends on. */
    public static FrameBounds bounds(
            long runId, int senderRank, List<Integer> lengths, int bucketLength, int workers) {
        int longest =
                PlanePhase.plan(lengths, workers, Transport.IPC, true).stream()
                        .mapToInt(PlanePhase::floats)
                        .max()
                        .orElseThrow();
        return new FrameBounds(
                runId, GENERATION, senderRank, new Buckets(longest, bucketLength), 1, workers);
    }

    /** Takes part with owners in all workers. */
    public void sharded() throws JsonProcessingException {
        try (MeshMember member = MeshMember.start(PlaneSettings.of(transport), rank, workers)) {
            told.accept(DIRECTORY + member.directory());
            told.accept(ADDRESS + address(member.address()));
            Start start = start();
            member.connect(start.addresses().stream().map(this::address).toList());
            try (PlaneMesh mesh =
                    member.open(
                            start.sessions(),
                            bounds(start.runId(), rank, lengths, bucketLength, workers))) {
                await("greeting of worker ", mesh::ready, mesh::missingRank);
                Kernels kernels = Kernels.create();
                run(
                        true,
                        (buckets, firstStep) ->
                                new ShardedSum(mesh, GENERATION, kernels, buckets, firstStep));
                told.accept(DONE);
                awaitEnd();
            }
        }
    }

    /**
     * Takes part with one owner of everything.
     *
     * @param hostDirectory of the owner's driver
     */
    public void star(String hostDirectory) throws JsonProcessingException {
        try (PlaneMember member = PlaneMember.join(PlaneSettings.of(transport), hostDirectory)) {
            if (!member.directory().isEmpty()) {
                told.accept(DIRECTORY + member.directory());
            }
            told.accept(ADDRESS + member.parameterEndpoint());
            Start start = start();
            FrameBounds bounds =
                    bounds(
                            start.runId(),
                            FrameDescriptor.COORDINATOR_RANK,
                            lengths,
                            bucketLength,
                            workers);
            try (PlaneReceiver receiver = member.openParameters(start.ownerSession(), bounds);
                    PlaneSender sender =
                            member.openGradients(
                                    start.sessions().get(rank),
                                    rank,
                                    start.runId(),
                                    start.ownerEndpoint())) {
                await("stream of the coordinator", receiver::connected, () -> -1);
                FrameHeader hello = new FrameHeader().hello(GENERATION);
                await(
                        "room for a greeting",
                        () -> sender.trySend(hello) == SendResult.SENT,
                        () -> -1);
                run(
                        false,
                        (buckets, firstStep) ->
                                new StarSum(
                                        rank, GENERATION, buckets, sender, receiver, firstStep));
                told.accept(DONE);
                awaitEnd();
            }
        }
    }

    /** Makes the sum of vectors that are cut into these buckets, the first of which is a step. */
    @FunctionalInterface
    private interface SumFactory {
        VectorSum of(Buckets buckets, long firstStep);
    }

    private void run(boolean sharded, SumFactory factory) throws JsonProcessingException {
        SampleVectors samples = new SampleVectors(workers);
        long firstStep = 0;
        for (PlanePhase phase : PlanePhase.plan(lengths, workers, transport, sharded)) {
            VectorSum sum = factory.of(new Buckets(phase.floats(), bucketLength), firstStep);
            Figures figures = run(phase, sum, samples);
            firstStep += phase.vectors();
            if (phase.rounds() > 0) {
                told.accept(FIGURES + json.writeValueAsString(figures));
            }
        }
    }

    private Figures run(PlanePhase phase, VectorSum sum, SampleVectors samples) {
        float[] vector = new float[phase.floats()];
        long[] times = new long[phase.measured()];
        int measured = 0;
        boolean correct = true;
        for (int round = 0; round < phase.warmUp() + phase.rounds(); round++) {
            SampleVectors.fill(vector, vector.length, rank, round);
            add(vector, sum);
            long before = nanoClock.getAsLong();
            for (int number = 1; number < phase.roundLength(); number++) {
                add(vector, sum);
                long now = nanoClock.getAsLong();
                if (round >= phase.warmUp()) {
                    times[measured++] = now - before;
                }
                before = now;
            }
            correct &= samples.holdsSums(vector, vector.length, round, phase.roundLength());
        }
        Arrays.sort(times);
        return new Figures(phase.floats(), at(times, 0.5), at(times, 0.99), correct);
    }

    private static double at(long[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) (share * (sorted.length - 1))];
    }

    private void add(float[] vector, VectorSum sum) {
        sum.begin(vector);
        idle.reset();
        int waits = 0;
        long since = 0;
        while (!sum.done()) {
            int work = sum.advance();
            idle.idle(work);
            if (work > 0) {
                waits = 0;
            } else if (++waits % WAITS == 0) {
                requireLauncher();
                since = waits == WAITS ? nanoClock.getAsLong() : since;
                if (nanoClock.getAsLong() - since > PATIENCE_NS) {
                    throw new IllegalStateException(
                            "worker " + rank + " waits in vain: " + sum.missing());
                }
            }
        }
    }

    /** All workers of a measurement use one transport. */
    private String address(MeshAddress address) {
        return transport == Transport.IPC ? address.directory() : address.endpoint();
    }

    private MeshAddress address(String told) {
        return transport == Transport.IPC ? new MeshAddress(told, "") : new MeshAddress("", told);
    }

    private void await(String what, BooleanSupplier condition, IntSupplier whose) {
        PlaneIdle idle = new PlaneIdle();
        long deadline = nanoClock.getAsLong() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            if (nanoClock.getAsLong() - deadline > 0) {
                int who = whose.getAsInt();
                throw new IllegalStateException(
                        "waited in vain for the " + what + (who < 0 ? "" : who));
            }
            requireLauncher();
            idle.idle();
        }
    }

    /**
     * Listens to the launcher on a thread of its own: the first line is what to begin with, the end
     * means that this worker is to end.
     */
    public void listen(BufferedReader heard) {
        Thread.ofPlatform()
                .daemon()
                .name("launcher-lifeline")
                .start(() -> {
                    try (heard) {
                        String line = heard.readLine();
                        while (line != null) {
                            start.complete(line);
                            line = heard.readLine();
                        }
                    } catch (IOException e) {
                        // An error says the same as the end.
                    }
                    launcherGone.countDown();
                    start.completeExceptionally(gone());
                });
    }

    private static IllegalStateException gone() {
        return new IllegalStateException("the launcher is gone");
    }

    /** True once the launcher has let go or is dead. */
    public boolean launcherIsGone() {
        return launcherGone.getCount() == 0;
    }

    private void requireLauncher() {
        if (launcherIsGone()) {
            throw gone();
        }
    }

    private Start start() throws JsonProcessingException {
        return json.readValue(start.join(), Start.class);
    }

    /** Nobody closes before all are done: that would take along what others have not read. */
    private void awaitEnd() {
        try {
            launcherGone.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
