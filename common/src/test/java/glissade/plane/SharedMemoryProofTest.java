package glissade.plane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SharedMemoryProofTest {
    @TempDir Path root;
    @TempDir Path elsewhere;

    @Test
    void shouldHoldWhereItWasWritten() {
        try (SharedMemoryProof proof = SharedMemoryProof.write(root)) {
            assertThat(SharedMemoryProof.holds(proof.directory(), proof.nonce(), root)).isTrue();
        }
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void shouldHoldInSharedMemoryUntilItIsClosed() {
        SharedMemoryProof proof = SharedMemoryProof.write();
        assertThat(SharedMemoryProof.holds(proof.directory(), proof.nonce())).isTrue();

        proof.close();

        assertThat(SharedMemoryProof.holds(proof.directory(), proof.nonce())).isFalse();
    }

    @Test
    void shouldBeNewAgainWhenItIsRenewed() throws IOException {
        SharedMemoryProof proof = SharedMemoryProof.write(root);
        Path file = Path.of(proof.directory(), "proof");
        FileTime longAgo = FileTime.fromMillis(0);
        Files.setLastModifiedTime(file, longAgo);

        proof.renew();

        assertThat(Files.getLastModifiedTime(file)).isGreaterThan(longAgo);
        proof.close();
        proof.renew();
        assertThat(root).isEmptyDirectory();
    }

    /** One that was killed meanwhile would leave it behind. */
    @Test
    void shouldMakeNothingWhenItIsRead() throws Exception {
        try (SharedMemoryProof proof = SharedMemoryProof.write(root);
                WatchService changes = root.getFileSystem().newWatchService()) {
            WatchKey made = root.register(changes, StandardWatchEventKinds.ENTRY_CREATE);

            assertThat(SharedMemoryProof.read(proof.directory(), root)).isEqualTo(proof.nonce());

            Path last = Files.createFile(root.resolve("last"));
            assertThat(changes.take()).isEqualTo(made);
            assertThat(made.pollEvents())
                    .singleElement()
                    .extracting(WatchEvent::context)
                    .isEqualTo(last.getFileName());
            Files.delete(last);
        }
    }

    @Test
    void shouldNotHoldWhenTheMemoryIsAnother() {
        try (SharedMemoryProof proof = SharedMemoryProof.write(root)) {
            assertThat(SharedMemoryProof.holds(proof.directory(), proof.nonce(), elsewhere))
                    .isFalse();
        }
    }

    @Test
    void shouldNotHoldWhenTheBytesAreOthers() throws IOException {
        try (SharedMemoryProof proof = SharedMemoryProof.write(root)) {
            String other = "0".repeat(proof.nonce().length());
            assertThat(SharedMemoryProof.holds(proof.directory(), other, root)).isFalse();
            assertThat(SharedMemoryProof.holds(proof.directory(), "", root)).isFalse();

            Files.writeString(Path.of(proof.directory(), "proof"), proof.nonce() + "0");
            assertThat(SharedMemoryProof.holds(proof.directory(), proof.nonce(), root)).isFalse();
        }
    }

    @Test
    void shouldReadWhatAnotherHasWrittenWithoutBeingToldWhat() throws IOException {
        try (SharedMemoryProof proof = SharedMemoryProof.write(root)) {
            assertThat(SharedMemoryProof.read(proof.directory(), root)).isEqualTo(proof.nonce());
            assertThat(SharedMemoryProof.read(proof.directory(), elsewhere)).isEmpty();
            assertThat(SharedMemoryProof.read("/etc", root)).isEmpty();

            Files.writeString(Path.of(proof.directory(), "proof"), "of another length");
            assertThat(SharedMemoryProof.read(proof.directory(), root)).isEmpty();
        }
        assertThat(SharedMemoryProof.proves("", "")).isFalse();
    }

    @Test
    void shouldFollowNoLinkAndNoOtherName() throws IOException {
        try (SharedMemoryProof proof = SharedMemoryProof.write(root)) {
            Path link = root.resolve("glissade-user-1-0123456789abcdef");
            Files.createSymbolicLink(link, Path.of(proof.directory()));

            assertThat(SharedMemoryProof.holds(link.toString(), proof.nonce(), root)).isFalse();
            assertThat(SharedMemoryProof.holds("/etc", proof.nonce(), root)).isFalse();
            assertThat(SharedMemoryProof.holds("\0", proof.nonce(), root)).isFalse();
            Files.delete(link);
        }
    }
}
