package glissade.plane;

import static glissade.plane.MeshTestBed.GENERATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.CncFileDescriptor;
import java.io.File;
import java.nio.MappedByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.IoUtil;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Who is taken for dead, and who is not. What Aeron's liveness takes seconds to show is waited for
 * once, by all meshes together.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class PlaneMeshLivenessTest {

    private final FrameHeader header = new FrameHeader();

    @Test
    void shouldNameTheRankThatIsGoneAndKeepThoseThatComputeForLong() {
        try (MeshTestBed overIpc = MeshTestBed.open(Transport.IPC, 2);
                MeshTestBed overUdp = MeshTestBed.open(Transport.UDP, 2);
                MeshTestBed overBoth = MeshTestBed.open("0 0 1");
                MeshTestBed left = MeshTestBed.open(Transport.UDP, 3);
                MeshTestBed leftTheFirst = MeshTestBed.open("0 0 1");
                MeshTestBed leftTheLast = MeshTestBed.open("0 1 1")) {
            List<MeshMember> computing = new ArrayList<>(overIpc.members);
            computing.addAll(overUdp.members);
            computing.addAll(overBoth.members);
            List<Long> from =
                    computing.stream().map(PlaneMeshLivenessTest::heartbeatMillis).toList();
            List<MeshTestBed> allLeft = List.of(left, leftTheFirst, leftTheLast);
            allLeft.forEach(PlaneMeshLivenessTest::leave);

            allLeft.forEach(this::assertNamesTheOneThatLeft);
            // Longer than Aeron takes a silent driver for alive.
            long livenessMillis = TimeUnit.NANOSECONDS.toMillis(PlaneSettings.LIVENESS_NS);
            for (int i = 0; i < computing.size(); i++) {
                MeshMember member = computing.get(i);
                long beyond = from.get(i) + livenessMillis;
                left.await("heartbeats", () -> heartbeatMillis(member) > beyond);
            }
            for (MeshTestBed bed : List.of(overIpc, overUdp, overBoth)) {
                assertThat(bed.meshes).noneMatch(PlaneMesh::lost);
                assertReaches(bed, 0, 1, 1);
            }
        }
    }

    /** Over shared memory that is told at once. */
    @Test
    void shouldNameTheRankThatIsGoneOverIpc() {
        try (MeshTestBed bed = MeshTestBed.open(Transport.IPC, 3)) {
            leave(bed);

            assertNamesTheOneThatLeft(bed);
        }
    }

    /** Rank 1 goes. */
    private static void leave(MeshTestBed bed) {
        bed.meshes.remove(1).close();
        bed.members.remove(1).close();
    }

    private void assertNamesTheOneThatLeft(MeshTestBed bed) {
        bed.meshes.forEach(mesh -> {
            bed.await("its end", mesh::lost);
            assertThat(mesh.lostRank()).isEqualTo(1);
        });
        // The others still reach each other.
        assertReaches(bed, 0, 1, 2);
    }

    /** From one of the bed's meshes to another, which is that rank. */
    private void assertReaches(MeshTestBed bed, int from, int to, int toRank) {
        header.parameters(GENERATION, 1, 0, 0);
        bed.send(
                () -> bed.meshes.get(from).trySend(toRank, header, new float[] {1f}, 0, 1),
                () -> {});
        bed.await("a frame", () -> bed.meshes.get(to).poll(0, frame -> {}, 1) == 1);
    }

    /** When the driver of a member last told that it is alive. */
    private static long heartbeatMillis(MeshMember member) {
        String aeron = PlaneDirectory.at(member.directory()).aeronDirectory();
        File file = new File(aeron, CncFileDescriptor.CNC_FILE);
        MappedByteBuffer counters = IoUtil.mapExistingFile(file, CncFileDescriptor.CNC_FILE);
        try {
            DirectBuffer head = CncFileDescriptor.createMetaDataBuffer(counters);
            return new ManyToOneRingBuffer(CncFileDescriptor.createToDriverBuffer(counters, head))
                    .consumerHeartbeatTime();
        } finally {
            IoUtil.unmap(counters);
        }
    }
}
