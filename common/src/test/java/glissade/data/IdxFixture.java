package glissade.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes IDX files, right and wrong ones. */
public final class IdxFixture {
    public static final int IMAGES = 0x00000803;
    public static final int LABELS = 0x00000801;

    private IdxFixture() {}

    /** A header of any ints and a body whose byte i is i, or {@code value} modulo 256. */
    public static byte[] bytes(int bodyLength, int modulo, int... header) {
        ByteBuffer file = ByteBuffer.allocate(Integer.BYTES * header.length + bodyLength);
        for (int word : header) {
            file.putInt(word);
        }
        for (int i = 0; i < bodyLength; i++) {
            file.put((byte) (i % modulo));
        }
        return file.array();
    }

    /** {@code count} images of 2 × 3 pixels; pixel p of all is p modulo 256. */
    public static byte[] images(int count) {
        return bytes(6 * count, 256, IMAGES, count, 2, 3);
    }

    /** Labels 0, 1, ... 9, 0, ... */
    public static byte[] labels(int count) {
        return bytes(count, 10, LABELS, count);
    }

    public static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return packed.toByteArray();
    }

    public static Path write(Path directory, String name, byte[] bytes) throws IOException {
        return Files.write(directory.resolve(name), bytes);
    }

    /** A directory as MNIST comes, with 20 training and 10 test images. */
    static void writeStandard(Path directory) throws IOException {
        write(directory, "train-images-idx3-ubyte", images(20));
        write(directory, "train-labels-idx1-ubyte", labels(20));
        write(directory, "t10k-images-idx3-ubyte", images(10));
        write(directory, "t10k-labels-idx1-ubyte", labels(10));
    }
}
