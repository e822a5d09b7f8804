package glissade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import glissade.data.IdxFixture;
import glissade.data.NpyFixture;
import glissade.data.SampleOrder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Data of 4 GB train with workers that have 512 MB: the files are read where a step needs them. The
 * samples that the run comes to are real, all others black, and the files sparse, so that they take
 * no room. A small set of the same samples in the same order has to give the same bits.
 * Requirements D2 and D4.
 */
@Tag("slow")
@Timeout(600)
class LargeDataTest {

    private static final int PIXELS = 28 * 28;
    private static final long LARGE = 4L << 30;
    private static final int STEPS = 5;
    private static final int BATCH = 64;
    private static final int SEED = 3;
    private static final Map<String, String> HALF_A_GIGABYTE =
            Map.of("GLISSADE_JVM_OPTS", "-Xmx512m");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir static Path temp;

    private static final byte[][] SAMPLES = new byte[STEPS * BATCH][PIXELS];
    private static String expected = "";

    @BeforeAll
    static void trainOnTheSmallSet() throws Exception {
        Random random = new Random(5);
        ByteBuffer pixels = ByteBuffer.allocate(16 + SAMPLES.length * PIXELS);
        pixels.putInt(IdxFixture.IMAGES).putInt(SAMPLES.length).putInt(28).putInt(28);
        ByteBuffer labels = ByteBuffer.allocate(8 + SAMPLES.length);
        labels.putInt(IdxFixture.LABELS).putInt(SAMPLES.length);
        for (int i = 0; i < SAMPLES.length; i++) {
            random.nextBytes(SAMPLES[i]);
            pixels.put(SAMPLES[i]);
            labels.put((byte) (i % 10));
        }
        Files.write(temp.resolve("small-images"), pixels.array());
        Files.write(temp.resolve("small-labels"), labels.array());
        expected = train("idx:small-images,small-labels", "--workers", "1", "--shuffle", "false");
    }

    @Test
    void shouldTrainOnImagesThatAreLargerThanMemory() throws Exception {
        int count = (int) (LARGE / PIXELS) + 1;
        try (RandomAccessFile images = new RandomAccessFile(file("images"), "rw");
                RandomAccessFile labels = new RandomAccessFile(file("labels"), "rw")) {
            images.writeInt(IdxFixture.IMAGES);
            images.writeInt(count);
            images.writeInt(28);
            images.writeInt(28);
            images.setLength(16 + (long) count * PIXELS);
            labels.writeInt(IdxFixture.LABELS);
            labels.writeInt(count);
            labels.setLength(8 + (long) count);
            SampleOrder order = new SampleOrder(count, SEED, true);
            for (int i = 0; i < SAMPLES.length; i++) {
                images.seek(16 + (long) order.at(0, i) * PIXELS);
                images.write(SAMPLES[i]);
                labels.seek(8 + (long) order.at(0, i));
                labels.write(i % 10);
            }
        }

        assertThat(train("idx:images,labels", "--workers", "1")).isEqualTo(expected);
        assertThat(train("idx:images,labels", "--workers", "2")).isEqualTo(expected);
    }

    @Test
    void shouldTrainOnArraysThatAreLargerThanMemory() throws Exception {
        int count = (int) (LARGE / PIXELS / Float.BYTES) + 1;
        byte[] header = NpyFixture.array("<f4", count + ", 28, 28", new byte[0]);
        byte[] labelHeader = NpyFixture.array("|u1", count + ",", new byte[0]);
        try (RandomAccessFile images = new RandomAccessFile(file("x.npy"), "rw");
                RandomAccessFile labels = new RandomAccessFile(file("y.npy"), "rw")) {
            images.write(header);
            images.setLength(header.length + (long) count * PIXELS * Float.BYTES);
            labels.write(labelHeader);
            labels.setLength(labelHeader.length + (long) count);
            SampleOrder order = new SampleOrder(count, SEED, true);
            for (int i = 0; i < SAMPLES.length; i++) {
                images.seek(header.length + (long) order.at(0, i) * PIXELS * Float.BYTES);
                images.write(floats(SAMPLES[i]));
                labels.seek(labelHeader.length + (long) order.at(0, i));
                labels.write(i % 10);
            }
        }

        assertThat(train("npy:x.npy,y.npy", "--workers", "1")).isEqualTo(expected);
        assertThat(train("npy:x.npy,y.npy", "--workers", "2")).isEqualTo(expected);
    }

    private static byte[] floats(byte[] pixels) {
        ByteBuffer bytes =
                ByteBuffer.allocate(pixels.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (byte pixel : pixels) {
            bytes.putFloat(Byte.toUnsignedInt(pixel) / 255f);
        }
        return bytes.array();
    }

    private static java.io.File file(String name) {
        return temp.resolve(name).toFile();
    }

    /** Trains, and returns the hash of the parameters. */
    private static String train(String data, String... further)
            throws IOException, InterruptedException {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "train",
                                "--data",
                                data,
                                "--test",
                                "digits:40",
                                "--model",
                                "784-32-10",
                                "--steps",
                                String.valueOf(STEPS),
                                "--batch",
                                String.valueOf(BATCH),
                                "--seed",
                                String.valueOf(SEED),
                                "--json"));
        arguments.addAll(List.of(further));
        Cli.Result result = new Cli(temp).run(HALF_A_GIGABYTE, arguments.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(ExitCode.DONE);
        JsonNode summary = JSON.readTree(result.out());
        return summary.get("parameters_sha256").asText();
    }
}
