package glissade.worker;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.plane.SharedMemories;
import glissade.plane.SharedMemoryProof;
import glissade.plane.Transport;
import glissade.protocol.CoordinatorMessage.CannotTakePart;
import glissade.protocol.CoordinatorMessage.Join;
import glissade.protocol.CoordinatorMessage.MemoriesRead;
import glissade.protocol.CoordinatorMessage.Prepared;
import glissade.protocol.MemoryOffer;
import glissade.protocol.WorkerMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real worker with a coordinator that says what a test tells it to. */
@Timeout(60)
class WorkerNodeTest {

    private ScriptedCoordinator coordinator;
    private WorkerNode worker;

    @BeforeEach
    void start() throws Exception {
        coordinator = new ScriptedCoordinator();
        worker =
                WorkerNode.start(
                        new WorkerSettings(
                                CompletableFuture.completedFuture(coordinator.address()),
                                "127.0.0.1",
                                "w0",
                                -1,
                                1,
                                "this machine",
                                System::nanoTime));
    }

    @AfterEach
    void closeAll() throws Exception {
        worker.close();
        coordinator.close();
    }

    /** Within less than it takes to tell that the worker has ended unexpectedly. */
    private WorkerOutcome outcome() throws Exception {
        return worker.outcome().toCompletableFuture().get(9, TimeUnit.SECONDS);
    }

    @Test
    void shouldSayWhatItFindsWhereOthersHaveWritten() throws Exception {
        Join join = coordinator.expect(Join.class);
        try (SharedMemoryProof others = SharedMemoryProof.write()) {
            List<String> directories = List.of(others.directory(), "/nowhere", "\0");

            join.worker().tell(new WorkerMessage.ReadMemories(directories));

            assertThat(coordinator.expect(MemoriesRead.class))
                    .isEqualTo(new MemoriesRead("w0", List.of(others.nonce(), "", "")));
        }
    }

    @Test
    void shouldGoOnOfferingItselfAndRenewItsProofWhileItWaits() throws Exception {
        Join join = coordinator.expect(Join.class);
        MemoryOffer memory = join.memory();
        Path proof = Path.of(memory.directory(), "proof");
        Files.setLastModifiedTime(proof, FileTime.fromMillis(0));
        join.worker().tell(new WorkerMessage.Wait());
        coordinator.forget();

        // Some may have been on their way before the proof became old; who waits in vain gives up.
        do {
            assertThat(coordinator.expect(Join.class)).isEqualTo(join);
        } while (Files.getLastModifiedTime(proof).equals(FileTime.fromMillis(0)));

        assertThat(SharedMemoryProof.holds(memory.directory(), memory.nonce())).isTrue();
    }

    @Test
    void shouldLeaveNothingBehindWhenStoppedWhileItWaits() throws Exception {
        coordinator.expect(Join.class);

        worker.stop();

        assertThat(outcome()).isEqualTo(new WorkerOutcome(false, false, "stopped on request"));
        assertThat(inSharedMemory()).isEmpty();
    }

    @Test
    void shouldLeaveNothingBehindWhenStoppedWithADriverOfItsOwn() throws Exception {
        Join join = coordinator.expect(Join.class);
        coordinator.prepare(join.worker(), SharedMemories.allOver(Transport.UDP, 1), "");
        List<String> drivers = coordinator.expect(Prepared.class).drivers();
        assertThat(drivers).singleElement().satisfies(told -> assertThat(Path.of(told)).exists());

        worker.stop();

        assertThat(outcome().message()).isEqualTo("stopped on request");
        assertThat(inSharedMemory()).isEmpty();
    }

    @Test
    void shouldTellItsEndThoughItsLostCoordinatorNamedADirectoryThatIsNoPath() throws Exception {
        Join join = coordinator.expect(Join.class);
        coordinator.prepare(join.worker(), SharedMemories.allOver(Transport.IPC, 1), "\0");
        assertThat(coordinator.expect(CannotTakePart.class).reason())
                .startsWith("the gradient plane does not open: not a directory of the gradient");

        coordinator.cutLifelines();

        assertThat(outcome().message())
                .isEqualTo(
                        "the coordinator at "
                                + coordinator.address()
                                + " is gone: its connection ended");
    }

    /** What this process has made there. */
    private static List<String> inSharedMemory() throws IOException {
        Path root =
                Files.isDirectory(Path.of("/dev/shm"))
                        ? Path.of("/dev/shm")
                        : Path.of(System.getProperty("java.io.tmpdir"));
        String mine = "-" + ProcessHandle.current().pid() + "-";
        try (Stream<Path> entries = Files.list(root)) {
            return entries.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith("glissade-") && name.contains(mine))
                    .toList();
        }
    }
}
