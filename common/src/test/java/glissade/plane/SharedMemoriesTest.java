package glissade.plane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SharedMemoriesTest {

    @Test
    void shouldUseIpcBetweenThoseThatShareMemory() {
        SharedMemories memories = new SharedMemories(List.of(0, 1, 1, 0));

        assertThat(memories.toCoordinator(0)).isEqualTo(Transport.IPC);
        assertThat(memories.toCoordinator(1)).isEqualTo(Transport.UDP);
        assertThat(memories.between(1, 2)).isEqualTo(Transport.IPC);
        assertThat(memories.between(0, 3)).isEqualTo(Transport.IPC);
        assertThat(memories.between(0, 1)).isEqualTo(Transport.UDP);
    }

    @Test
    void shouldUseOneTransportWhenThereIsOne() {
        assertThat(SharedMemories.allOver(Transport.IPC, 3).byRank()).containsExactly(0, 0, 0);
        assertThat(SharedMemories.allOver(Transport.UDP, 3).byRank()).containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @CsvSource({
        "0,     ipc,   ipc",
        "1,     udp,   ipc",
        "0 0 0, ipc,   ipc",
        "1 2 3, udp,   udp",
        "0 1 2, mixed, udp",
        "1 1 1, udp,   ipc",
        "0 1 1, mixed, mixed",
        "1 1 2, udp,   mixed"
    })
    void shouldSayInAWordHowGradientsTravel(String memories, String star, String sharded) {
        SharedMemories of = MeshTestBed.memories(memories);

        assertThat(of.transport(false)).isEqualTo(star);
        if (of.worldSize() > 1) {
            assertThat(of.transport(true)).isEqualTo(sharded);
        }
    }

    @Test
    void shouldRefuseAMemoryThatHasNoNumber() {
        assertThatThrownBy(() -> new SharedMemories(List.of(0, -1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("memories are numbered from 0: memories=[0, -1]");
    }

    /** The figures of {@code common/docs/wire-format.md}. */
    @Test
    void shouldNeedRoomForBothKindsOfStream() {
        PlaneSettings settings = PlaneSettings.of(Transport.IPC);
        SharedMemories memories = new SharedMemories(List.of(0, 1, 1));
        long ipc = 3_149_824;
        long udp = 12_587_008;

        // A driver and a log at either end of each of two streams, in two workers on this machine.
        assertThat(PlaneRoom.neededByRun(settings, PlaneLinks.ofCoordinator(memories)))
                .isEqualTo(
                        PlaneRoom.DRIVER_LENGTH
                                + 2 * ipc
                                + 2 * (4 * udp + PlaneRoom.DRIVER_LENGTH));
        assertThat(PlaneRoom.neededByMeshMember(settings, PlaneLinks.ofRank(memories, 0)))
                .isEqualTo(PlaneRoom.DRIVER_LENGTH + 4 * udp);
        assertThat(PlaneRoom.neededByMeshMember(settings, PlaneLinks.ofRank(memories, 1)))
                .isEqualTo(PlaneRoom.DRIVER_LENGTH + ipc + 2 * udp)
                .isEqualTo(40_910_848);
    }
}
