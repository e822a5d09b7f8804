package glissade.plane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import glissade.collective.Buckets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The ranks of a mesh in one JVM, each with a driver of its own; the test's thread owns all. */
final class MeshTestBed implements AutoCloseable {
    static final int GENERATION = 3;

    /** 40,000 parameters: four full buckets and a short one. */
    static final Buckets BUCKETS = new Buckets(40_000);

    private static final long DEADLINE_NS = 30_000_000_000L;

    final SessionIds sessions = new SessionIds();
    final List<MeshMember> members = new ArrayList<>();
    final List<PlaneMesh> meshes = new ArrayList<>();

    private MeshTestBed() {}

    /** Starts and connects ranks; opens nothing. */
    static MeshTestBed connect(String memories) {
        return connect(PlaneSettings.of(Transport.IPC, 2), memories(memories));
    }

    /** The memory that each rank is in: 0 0 1 are two ranks that share one, and one apart. */
    static SharedMemories memories(String text) {
        return new SharedMemories(Arrays.stream(text.split(" ")).map(Integer::valueOf).toList());
    }

    private static MeshTestBed connect(PlaneSettings settings, SharedMemories memories) {
        MeshTestBed bed = new MeshTestBed();
        try {
            for (int rank = 0; rank < memories.worldSize(); rank++) {
                bed.members.add(MeshMember.start(settings, rank, memories));
            }
            List<MeshAddress> addresses = bed.members.stream().map(MeshMember::address).toList();
            bed.members.forEach(member -> member.connect(addresses));
            return bed;
        } catch (RuntimeException | Error failed) {
            bed.close();
            throw failed;
        }
    }

    /** Opens the streams of a generation, and has all ranks greet. */
    static MeshTestBed open(Transport transport, int worldSize) {
        return open(PlaneSettings.of(transport, 2), worldSize);
    }

    static MeshTestBed open(PlaneSettings settings, int worldSize) {
        return open(settings, SharedMemories.allOver(settings.transport(), worldSize));
    }

    /** The same of ranks in these memories. */
    static MeshTestBed open(String memories) {
        return open(PlaneSettings.of(Transport.IPC, 2), memories(memories));
    }

    private static MeshTestBed open(PlaneSettings settings, SharedMemories memories) {
        MeshTestBed bed = connect(settings, memories);
        try {
            bed.openGeneration();
            bed.await("greetings", () -> bed.allReady());
            return bed;
        } catch (RuntimeException | Error failed) {
            bed.close();
            throw failed;
        }
    }

    void openGeneration() {
        List<Integer> ids = members.stream().map(member -> sessions.next()).toList();
        members.forEach(member -> meshes.add(member.open(ids, bounds())));
    }

    static FrameBounds bounds() {
        return new FrameBounds(PlaneTestBed.RUN_ID, GENERATION, 0, BUCKETS, 3, 16);
    }

    boolean allReady() {
        boolean ready = true;
        for (PlaneMesh mesh : meshes) {
            ready &= mesh.ready();
        }
        return ready;
    }

    void await(String what, BooleanSupplier condition) {
        PlaneIdle idle = new PlaneIdle();
        long deadline = System.nanoTime() + DEADLINE_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                fail("waited too long for " + what);
            }
            idle.idle();
        }
    }

    /** Sends for as long as the others are busy; {@code idly} is run in between. */
    void send(PlaneTestBed.Sending sending, Runnable idly) {
        await(
                "room to send",
                () -> {
                    int result = sending.trySend();
                    assertThat(result).isIn(SendResult.SENT, SendResult.BACK_PRESSURED);
                    idly.run();
                    return result == SendResult.SENT;
                });
    }

    @Override
    public void close() {
        meshes.forEach(PlaneMesh::close);
        members.forEach(MeshMember::close);
    }
}
