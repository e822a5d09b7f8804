package glissade.plane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Too little shared memory is said before anything is mapped; just enough is enough. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class PlaneRoomTest {
    private static final long MIB = 1 << 20;

    /** The number is that of a shell that has ended. */
    private static final String KILLED_BEFORE_IT_WAS_READY =
            "left=/dev/shm/glissade-$(id -un)-$(sh -c 'echo $$')-0123456789abcdef"
                    + " && mkdir -p $left/aeron && : > $left/aeron/cnc.dat"
                    + " && head -c 4194304 /dev/zero > $left/log"
                    + " && touch -d '1 hour ago' $left/aeron/cnc.dat $left";

    @TempDir Path root;

    /** The figures of {@code common/docs/wire-format.md}. */
    @Test
    void shouldNeedTheDocumentedRoomWhenWorkersAreTwo() {
        PlaneSettings ipc = PlaneSettings.of(Transport.IPC);
        PlaneSettings udp = PlaneSettings.of(Transport.UDP);

        assertThat(PlaneRoom.DRIVER_LENGTH).isEqualTo(12_587_008);
        assertThat(PlaneRoom.neededByRun(ipc, 2)).isEqualTo(22_036_480);
        assertThat(PlaneRoom.neededByRun(udp, 2)).isEqualTo(138_457_088);
        assertThat(PlaneRoom.neededByRun(PlaneSettings.of(Transport.IPC, 2), 2))
                .isEqualTo(31_485_952);
        assertThat(PlaneRoom.neededByMember(ipc)).isZero();
        assertThat(PlaneRoom.neededByMember(udp)).isEqualTo(37_761_024);
    }

    /** Each of its two drivers would find room for itself, and no more. */
    @Test
    void shouldCountBothDriversOfAWorkerThatAveragesAndDoesNotShareTheCoordinatorsMemory() {
        PlaneSettings ipc = PlaneSettings.of(Transport.IPC);
        PlaneSettings udp = PlaneSettings.of(Transport.UDP);
        SharedMemories apart = SharedMemories.allOver(Transport.UDP, 2);
        SharedMemories together = SharedMemories.allOver(Transport.IPC, 2);

        assertThat(PlaneRoom.neededByWorker(udp, apart, 1, true)).isEqualTo(75_522_048);
        assertThat(PlaneRoom.neededByWorker(udp, apart, 1, false)).isEqualTo(37_761_024);
        assertThat(PlaneRoom.neededByWorker(ipc, together, 1, true)).isEqualTo(15_736_832);
        assertThat(PlaneRoom.neededByWorker(ipc, together, 1, false)).isZero();
    }

    @Test
    void shouldNameNeedHaveAndMendWhenThereIsTooLittle() {
        PlaneRoom room = new PlaneRoom(Path.of("/dev/shm"), 22 * MIB + 1, 20 * MIB, 64 * MIB);

        assertThat(room.sufficient()).isFalse();
        assertThatThrownBy(room::requireSufficient)
                .isInstanceOf(InsufficientSharedMemoryException.class)
                .hasMessage(
                        "the gradient plane needs 23 MiB in /dev/shm, which has 20 MiB free of 64 MiB:"
                                + " free some, use fewer workers, or mount a larger one"
                                + " (mount -o remount,size=1g /dev/shm; docker run --shm-size=1g;"
                                + " Kubernetes: an emptyDir with medium: Memory)");
    }

    @Test
    void shouldLeaveNothingBehindWhenThereIsTooLittle() {
        PlaneSettings settings = PlaneSettings.of(Transport.IPC);

        assertThatThrownBy(() -> PlaneHost.start(settings, 1_000_000, root))
                .isInstanceOf(InsufficientSharedMemoryException.class);

        assertThat(root).isEmptyDirectory();
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseWhenSharedMemoryIsOnePageTooSmall(Transport transport) throws Exception {
        long needed = PlaneRoom.neededByRun(PlaneSettings.of(transport, 2), 2);

        String output = inSharedMemoryOf(needed - PlaneRoom.PAGE, transport);

        assertThat(output).startsWith("the gradient plane needs").endsWith("left=[]\n");
    }

    @ParameterizedTest
    @EnumSource
    void shouldRunWhenSharedMemoryIsJustEnough(Transport transport) throws Exception {
        long needed = PlaneRoom.neededByRun(PlaneSettings.of(transport, 2), 2);

        String output = inSharedMemoryOf(needed, transport);

        assertThat(output).isEqualTo("all terms written\nfree=0\nall terms written\nleft=[]\n");
    }

    /** Else they would be refused for ever, since nothing but a start clears it. */
    @Test
    void shouldRunWhenSharedMemoryIsFullOfWhatAKilledProcessHasLeft() throws Exception {
        long needed = PlaneRoom.neededByRun(PlaneSettings.of(Transport.IPC, 2), 2);

        String output = inSharedMemoryOf(needed, Transport.IPC, KILLED_BEFORE_IT_WAS_READY);

        assertThat(output).isEqualTo("all terms written\nfree=0\nall terms written\nleft=[]\n");
    }

    private static String inSharedMemoryOf(long bytes, Transport transport)
            throws IOException, InterruptedException {
        return inSharedMemoryOf(bytes, transport, "true");
    }

    /**
     * Runs {@link FullHouse} with a /dev/shm of its own, in a mount namespace of its own.
     *
     * @param before what the shell does there first
     */
    private static String inSharedMemoryOf(long bytes, Transport transport, String before)
            throws IOException, InterruptedException {
        assumeMountNamespaces();
        List<String> command = new ArrayList<>(List.of("unshare", "-m", "sh", "-c"));
        command.add(
                "mount -t tmpfs -o size="
                        + bytes
                        + " tmpfs /dev/shm && "
                        + before
                        + " && exec \"$@\"");
        command.add("sh");
        command.addAll(ChildJvm.command(FullHouse.class, transport.optionName()));
        // Without its performance data the JVM keeps out of the small file system.
        command.add(command.indexOf("-cp"), "-XX:-UsePerfData");
        Process process = ChildJvm.start(command);
        String output = ChildJvm.output(process);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static void assumeMountNamespaces() throws InterruptedException {
        boolean possible;
        try {
            Process probe =
                    new ProcessBuilder(
                                    "unshare",
                                    "-m",
                                    "sh",
                                    "-c",
                                    "mount -t tmpfs -o size=1m tmpfs /dev/shm")
                            .redirectErrorStream(true)
                            .start();
            possible = probe.waitFor() == 0 && Files.isDirectory(Path.of("/dev/shm"));
        } catch (IOException absent) {
            possible = false;
        }
        if (!possible) {
            System.out.println(
                    "PlaneRoomTest: skipped, a small /dev/shm needs root and unshare -m");
        }
        assumeTrue(possible, "mounting a small /dev/shm needs root and unshare -m");
    }
}
