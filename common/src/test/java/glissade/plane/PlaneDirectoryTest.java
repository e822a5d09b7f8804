package glissade.plane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aeron.CncFileDescriptor;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.IoUtil;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class PlaneDirectoryTest {
    @TempDir Path root;

    @ParameterizedTest
    @EnumSource
    void shouldBePrivateAndGoWithItsOwnerWhenAPlaneIsUp(Transport transport) throws IOException {
        PlaneSettings settings = PlaneSettings.of(transport);

        try (PlaneHost host = PlaneHost.start(settings, 1, root)) {
            Path directory = Path.of(host.directory());
            assertThat(directory).exists().hasParent(root);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                    .isEqualTo("rwx------");
        }
        try (PlaneMember member = PlaneMember.startOwn(PlaneSettings.of(Transport.UDP), root)) {
            assertThat(member.parameterEndpoint()).matches("127\\.0\\.0\\.1:[0-9]+");
            assertThat(root).isNotEmptyDirectory();
        }

        assertThat(root).isEmptyDirectory();
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotCollideWhenTwoHostsStartAtOnce(Transport transport) {
        PlaneSettings settings = PlaneSettings.of(transport);

        PlaneHost one = PlaneHost.start(settings, 1, root);
        try (PlaneHost two = PlaneHost.start(settings, 1, root)) {
            assertThat(one.directory()).isNotEqualTo(two.directory());
            if (transport == Transport.UDP) {
                assertThat(one.gradientEndpoint()).isNotEqualTo(two.gradientEndpoint());
            }
            one.close();

            assertThat(Path.of(two.directory())).exists();
            two.tick();
            assertThat(two.failure()).isNull();
        }

        assertThat(root).isEmptyDirectory();
    }

    @Test
    void shouldStayInSharedMemoryWhenTheMachineHasIt() {
        Path sharedMemory = Path.of("/dev/shm");
        assertThat(PlaneDirectory.root())
                .isEqualTo(
                        Files.isDirectory(sharedMemory)
                                ? sharedMemory
                                : Path.of(System.getProperty("java.io.tmpdir")));
    }

    @Test
    void shouldDeleteWhatAKilledOwnerLeftWhenAsked() throws IOException {
        PlaneDirectory owners = PlaneDirectory.create(root);
        Path path = Path.of(owners.toString());
        Files.createDirectories(path.resolve("aeron/publications"));
        Files.write(path.resolve("aeron/cnc.dat"), new byte[100]);
        PlaneDirectory workers = PlaneDirectory.at(owners.toString());

        assertThat(workers.delete()).isTrue();

        assertThat(path).doesNotExist();
        assertThat(workers.delete()).isTrue();
    }

    @Test
    void shouldLeaveOthersAloneWhenTheDirectoryHoldsLinks() throws IOException {
        Path precious = Files.createDirectory(root.resolve("precious"));
        Files.writeString(precious.resolve("file"), "precious");
        PlaneDirectory directory = PlaneDirectory.create(root);
        Files.createSymbolicLink(Path.of(directory + "/link"), precious);
        Path linked = root.resolve("glissade-user-1-0123456789abcdef");
        Files.createSymbolicLink(linked, precious);

        assertThat(directory.delete()).isTrue();
        assertThat(PlaneDirectory.at(linked.toString()).delete()).isFalse();

        assertThat(precious.resolve("file")).exists();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/dev/shm",
                "/dev/shm/aeron-root",
                "/dev/shm/glissade-user-1-0123456789abcdef/..",
                "/dev/shm/glissade-user-1-0123456789abcdef0",
                "/dev/shm/glissade-user-x-0123456789abcdef",
                "\0/glissade-user-1-0123456789abcdef"
            })
    void shouldRefuseDirectoryWhenTheNameIsNotOurs(String directory) {
        assertThatThrownBy(() -> PlaneDirectory.at(directory))
                .isInstanceOf(PlaneAddressException.class)
                .hasMessage(
                        "not a directory of the gradient plane: directory="
                                + directory
                                + ", expected a name like glissade-user-4711-0123456789abcdef");
    }

    @Test
    void shouldDeleteWhatAProcessHasLeftAndNothingElse() throws IOException {
        long pid = ProcessHandle.current().pid();
        PlaneDirectory left = PlaneDirectory.create(root);
        Files.writeString(Path.of(left.toString()).resolve("log"), "x");
        String others = left.toString().replace("-" + pid + "-", "-" + pid + "1-");
        Files.createDirectory(Path.of(others));
        Files.createDirectory(root.resolve("glissade-me-" + pid + "-notes"));

        PlaneDirectory.deleteAllOf(pid, root);

        assertThat(Path.of(left.toString())).doesNotExist();
        try (var remaining = Files.list(root)) {
            assertThat(remaining).hasSize(2);
        }
    }

    /** A worker on another machine's run that is killed has nobody who clears up after it. */
    @Test
    void shouldClearWhatKilledProcessesHaveLeftWhenADriverStarts() throws Exception {
        try (PlaneMember living = PlaneMember.startOwn(PlaneSettings.of(Transport.UDP), root)) {
            Path counters = Path.of(living.directory(), "aeron", "cnc.dat");
            Path abandoned = left(counters, deadProcess(), true);
            Path stillTicking = left(counters, deadProcess(), false);
            Path suspended = left(counters, ProcessHandle.current().pid(), true);
            Path others = left(counters, deadProcess(), true);
            others = Files.move(others, root.resolve("glissade-not_me-1-0123456789abcdef"));
            Path justMade = Path.of(PlaneDirectory.create(root).toString());
            // So it is with the driver of another container, whose numbers are unknown here.
            Path justBegun = made(deadProcess(), new byte[0]);
            Path notYetTicking = grownOld(made(deadProcess(), new byte[0]));
            Files.setLastModifiedTime(counters(notYetTicking), now());

            PlaneMember.startOwn(PlaneSettings.of(Transport.UDP), root).close();

            assertThat(abandoned).doesNotExist();
            assertThat(List.of(stillTicking, suspended, others, justMade)).allMatch(Files::exists);
            assertThat(List.of(justBegun, notYetTicking)).allMatch(Files::exists);
            assertThat(living.failure()).isNull();
        }
    }

    /** So it is with a worker that was waiting for others when it was killed. */
    @Test
    void shouldClearTheProofThatAKilledProcessHasLeft() throws Exception {
        Path left = proofOf(deadProcess(), true);
        Path suspended = proofOf(ProcessHandle.current().pid(), true);
        // In another container, whose numbers are unknown here, it renews its proof.
        Path renewed = proofOf(deadProcess(), false);

        PlaneDirectory.deleteAbandoned(root);

        assertThat(left).doesNotExist();
        assertThat(List.of(suspended, renewed)).allMatch(Files::exists);
    }

    /** A proof that was written long ago by a process, and has not been renewed since. */
    private Path proofOf(long pid, boolean neverRenewed) throws IOException {
        String own = "-" + ProcessHandle.current().pid() + "-";
        String made = SharedMemoryProof.write(root).directory();
        Path path = Files.move(Path.of(made), Path.of(made.replace(own, "-" + pid + "-")));
        if (neverRenewed) {
            Files.setLastModifiedTime(path.resolve("proof"), anHourAgo());
        }
        Files.setLastModifiedTime(path, anHourAgo());
        return path;
    }

    /** Aeron would wait for it to be ready, at every start. */
    @Test
    @Timeout(value = 5, unit = TimeUnit.SECONDS)
    void shouldClearAtOnceWhatWasKilledBeforeItsDriverWasReady() throws Exception {
        Path empty = grownOld(made(deadProcess(), new byte[0]));
        Path neverReady =
                grownOld(made(deadProcess(), new byte[2 * CncFileDescriptor.META_DATA_LENGTH]));

        PlaneDirectory.deleteAbandoned(root);

        assertThat(List.of(empty, neverReady)).noneMatch(Files::exists);
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.SECONDS)
    void shouldNotLookIntoWhatIsAnotherUsersThoughItBearsMyName() throws Exception {
        Path others = grownOld(made(deadProcess(), new byte[0]));
        assumeTrue(givenAway(others), "giving a directory away needs root");

        PlaneDirectory.deleteAbandoned(root);

        assertThat(others).exists();
    }

    private static boolean givenAway(Path path) {
        int nobody = 65_534;
        try {
            Files.setAttribute(path, "unix:uid", nobody);
            return true;
        } catch (IOException | UnsupportedOperationException refused) {
            return false;
        }
    }

    /** The directory of a process, whose driver has ticked now or long ago. */
    private Path left(Path counters, long pid, boolean longAgo) throws IOException {
        Path path = made(pid, Files.readAllBytes(counters));
        if (longAgo) {
            MappedByteBuffer mapped = IoUtil.mapExistingFile(counters(path).toFile(), "counters");
            new ManyToOneRingBuffer(
                            CncFileDescriptor.createToDriverBuffer(
                                    mapped, CncFileDescriptor.createMetaDataBuffer(mapped)))
                    .consumerHeartbeatTime(1);
            IoUtil.unmap(mapped);
        }
        return grownOld(path);
    }

    /** The directory of a process that has just been made. */
    private Path made(long pid, byte[] counters) throws IOException {
        String own = "-" + ProcessHandle.current().pid() + "-";
        String made = PlaneDirectory.create(root).toString();
        Path path = Files.move(Path.of(made), Path.of(made.replace(own, "-" + pid + "-")));
        Files.createDirectory(path.resolve("aeron"));
        Files.write(counters(path), counters);
        return path;
    }

    /** The same directory, as if it had been made an hour ago. */
    private static Path grownOld(Path path) throws IOException {
        Files.setLastModifiedTime(counters(path), anHourAgo());
        Files.setLastModifiedTime(path, anHourAgo());
        return path;
    }

    private static FileTime anHourAgo() {
        return FileTime.from(Instant.now().minus(Duration.ofHours(1)));
    }

    private static Path counters(Path path) {
        return path.resolve("aeron").resolve(CncFileDescriptor.CNC_FILE);
    }

    private static FileTime now() {
        return FileTime.from(Instant.now());
    }

    private static long deadProcess() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        return process.pid();
    }
}
