package glissade.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

    @TempDir Path directory;

    @Test
    void shouldReplaceTheOldContent() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "a longer old content");

        LineFile.replace(file, "new");

        assertThat(file).hasContent("new");
        assertThat(names()).containsExactly("file");
    }

    @Test
    void shouldKeepTheOldContentAndLeaveNothingWhenWritingFails() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "old");

        assertThatThrownBy(() ->
                        AtomicFile.write(
                                file,
                                channel -> {
                                    channel.write(ByteBuffer.wrap(new byte[100]));
                                    throw new IOException("No space left on device");
                                }))
                .hasMessage("No space left on device");

        assertThat(file).hasContent("old");
        assertThat(names()).containsExactly("file");
    }

    @Test
    void shouldReplaceASymbolicLinkAndNotWhatItPointsTo() throws IOException {
        Path target = Files.writeString(directory.resolve("target"), "precious");
        Path link = Files.createSymbolicLink(directory.resolve("link"), target);

        LineFile.replace(link, "new");

        assertThat(target).hasContent("precious");
        assertThat(Files.isSymbolicLink(link)).isFalse();
        assertThat(link).hasContent("new");
    }

    @Test
    void shouldNotBeStoppedByTheTemporaryFileOfAKilledProcess() throws IOException {
        Path file = directory.resolve("file");
        String temporary =
                ".file."
                        + ProcessHandle.current().pid()
                        + "-"
                        + Thread.currentThread().threadId()
                        + ".tmp";
        Files.writeString(directory.resolve(temporary), "half");

        LineFile.replace(file, "new");

        assertThat(file).hasContent("new");
        assertThat(names()).containsExactly("file");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
