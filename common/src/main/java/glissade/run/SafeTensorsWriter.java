package glissade.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes sealed safetensors files. */
final class SafeTensorsWriter {

    private static final int CHUNK_FLOATS = 1 << 16;

    private SafeTensorsWriter() {}

    static void write(Path file, Map<String, String> metadata, List<Tensor> tensors)
            throws IOException {
        Map<String, String> sealed = new LinkedHashMap<>();
        sealed.put(FileSeal.KEY, FileSeal.BLANK);
        sealed.putAll(metadata);
        byte[] header = SafeTensorsHeader.of(sealed, tensors).encode();
        if (header.length > SafeTensorsReader.MAX_HEADER_BYTES) {
            throw new IllegalArgumentException(
                    "header is longer than readers accept: bytes=" + header.length);
        }
        AtomicFile.write(file, channel -> write(channel, header, tensors));
    }

    private static void write(FileChannel channel, byte[] header, List<Tensor> tensors)
            throws IOException {
        FileSeal seal = new FileSeal(header);
        writeFully(channel, ByteBuffer.wrap(lengthPrefix(header.length)));
        writeFully(channel, ByteBuffer.wrap(header));
        ByteBuffer chunk =
                ByteBuffer.allocate(CHUNK_FLOATS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (Tensor tensor : tensors) {
            for (int done = 0; done < tensor.length(); done += CHUNK_FLOATS) {
                int count = Math.min(CHUNK_FLOATS, tensor.length() - done);
                chunk.clear().limit(count * Float.BYTES);
                chunk.asFloatBuffer().put(tensor.array(), tensor.arrayOffset() + done, count);
                seal.update(chunk.duplicate());
                writeFully(channel, chunk);
            }
        }
        byte[] digest = seal.finish().getBytes(StandardCharsets.US_ASCII);
        channel.position(Long.BYTES + FileSeal.OFFSET);
        writeFully(channel, ByteBuffer.wrap(digest));
    }

    /** The first eight bytes of a file: the length of its header, little-endian. */
    static byte[] lengthPrefix(int headerLength) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(headerLength)
                .array();
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
