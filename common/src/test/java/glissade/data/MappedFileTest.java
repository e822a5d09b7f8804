package glissade.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data that stay in their files; requirement D2. */
class MappedFileTest {
    private static final int MEGABYTE = 1 << 20;

    @TempDir Path directory;

    /** The operating system would kill a process that does not expect this. */
    @Test
    void shouldSayInWordsThatAPartOfAFileIsGone() throws Exception {
        Path inputs = directory.resolve("x.npy");
        Files.write(inputs, NpyFixture.array("|u1", "64, " + MEGABYTE, new byte[64 * MEGABYTE]));
        Files.write(directory.resolve("y.npy"), NpyFixture.array("|u1", "64", new byte[64]));
        Dataset data =
                DataSource.parse("--data", "npy:x.npy,y.npy", directory)
                        .training(Reading.anything());
        float[] out = new float[MEGABYTE];
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        data.copyInputs(63, out, 0);

        try (RandomAccessFile file = new RandomAccessFile(inputs.toFile(), "rw")) {
            file.setLength(2 * MEGABYTE);
        }

        String words =
                inputs
                        + ": a part of the file is gone: it grew shorter while it was in use, or its"
                        + " disk went away; bring it back and leave it alone during a run";
        assertThatThrownBy(() -> data.copyInputs(63, out, 0))
                .isInstanceOf(DataException.class)
                .hasMessage(words);
        assertThatThrownBy(() -> data.digest(63, digest)).hasMessage(words);
        data.copyInputs(0, new float[MEGABYTE], 0);
    }

    @Test
    void shouldReadRowsBeyondTwoGigabytes() throws IOException {
        // Sparse: takes no room on the disk but for the pages that are written.
        Path images = directory.resolve("images");
        int count = 2_800;
        long each = (long) MEGABYTE;
        try (RandomAccessFile file = new RandomAccessFile(images.toFile(), "rw")) {
            file.writeInt(IdxKind.IMAGES.magic);
            file.writeInt(count);
            file.writeInt(1024);
            file.writeInt(1024);
            file.setLength(16 + count * each);
            file.seek(16 + (count - 1) * each + 5);
            file.write(51);
        }
        Files.write(
                directory.resolve("labels"), IdxFixture.bytes(count, 10, IdxFixture.LABELS, count));

        Dataset data =
                DataSource.parse("--data", "idx:images,labels", directory)
                        .training(Reading.anything());

        float[] out = new float[data.inputs()];
        data.copyInputs(count - 1, out, 0);
        assertThat(out[5]).isEqualTo(51 / 255f);
        assertThat(out[6]).isZero();
        assertThat(data.size()).isEqualTo(count);
    }
}
