package glissade.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads safetensors files, trusting nothing that is in them. */
final class SafeTensorsReader {

    static final int MAX_HEADER_BYTES = 1 << 20;

    /** The shortest header is an empty object. */
    private static final int MIN_HEADER_BYTES = 2;

    private static final int CHUNK_BYTES = 1 << 18;

    private final FileChannel channel;

    private SafeTensorsReader(FileChannel channel) {
        this.channel = channel;
    }

    static SafeTensors read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ConfigurationException(
                    file
                            + ": "
                            + (Files.exists(file) ? "not a regular file" : "no such file")
                            + "; expected a safetensors file");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new SafeTensorsReader(channel).read();
        } catch (SafeTensorsHeader.Refused refused) {
            throw new ConfigurationException(file + ": " + refused.getMessage(), refused);
        } catch (IOException unreadable) {
            throw new ConfigurationException(
                    file + ": cannot be read: " + FileErrors.words(unreadable), unreadable);
        }
    }

    private SafeTensors read() throws IOException, SafeTensorsHeader.Refused {
        long size = channel.size();
        byte[] headerBytes = readHeader(size);
        SafeTensorsHeader header = SafeTensorsHeader.decode(headerBytes);
        requireLength(size, Long.BYTES + headerBytes.length + header.dataLength());
        FileSeal seal = FileSeal.isIn(headerBytes) ? new FileSeal(headerBytes) : null;
        List<Tensor> tensors = readTensors(header, seal);
        Map<String, String> metadata = new LinkedHashMap<>(header.metadata());
        if (seal != null) {
            requireEqual(seal.finish(), FileSeal.read(headerBytes));
            metadata.remove(FileSeal.KEY);
        }
        return new SafeTensors(metadata, tensors, seal != null);
    }

    private byte[] readHeader(long size) throws IOException, SafeTensorsHeader.Refused {
        if (size < Long.BYTES + MIN_HEADER_BYTES) {
            throw new SafeTensorsHeader.Refused(
                    "expected a safetensors file, found " + size + " bytes: cut short");
        }
        byte[] beginning = readFully(Long.BYTES + 1);
        long length = ByteBuffer.wrap(beginning).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (beginning[Long.BYTES] != '{'
                || length < MIN_HEADER_BYTES
                || length > MAX_HEADER_BYTES) {
            String foreign = ForeignFile.name(beginning);
            throw new SafeTensorsHeader.Refused(
                    "expected a safetensors file, found "
                            + (foreign == null
                                    ? "no header of one in the first bytes: another kind of file, or"
                                            + " damaged"
                                    : foreign));
        }
        requireAtLeast(size, Long.BYTES + length);
        channel.position(Long.BYTES);
        return readFully((int) length);
    }

    private List<Tensor> readTensors(SafeTensorsHeader header, @Nullable FileSeal seal)
            throws IOException, SafeTensorsHeader.Refused {
        List<Tensor> tensors = new ArrayList<>();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (SafeTensorsHeader.Entry entry : header.entries()) {
            long length = entry.end() - entry.begin();
            float[] values = new float[entry.isFloat32() ? (int) (length / Float.BYTES) : 0];
            for (long done = 0; done < length; done += CHUNK_BYTES) {
                int count = (int) Math.min(CHUNK_BYTES, length - done);
                fill(chunk.clear().limit(count));
                if (seal != null) {
                    seal.update(chunk.duplicate());
                }
                if (entry.isFloat32()) {
                    chunk.asFloatBuffer()
                            .get(values, (int) (done / Float.BYTES), count / Float.BYTES);
                }
            }
            if (entry.isFloat32()) {
                tensors.add(new Tensor(entry.name(), entry.shape(), values, 0));
            }
        }
        return tensors;
    }

    private byte[] readFully(int length) throws IOException, SafeTensorsHeader.Refused {
        byte[] bytes = new byte[length];
        fill(ByteBuffer.wrap(bytes));
        return bytes;
    }

    private void fill(ByteBuffer bytes) throws IOException, SafeTensorsHeader.Refused {
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new SafeTensorsHeader.Refused("became shorter while it was being read");
            }
        }
        bytes.flip();
    }

    private static void requireLength(long size, long promised) throws SafeTensorsHeader.Refused {
        requireAtLeast(size, promised);
        if (size > promised) {
            throw new SafeTensorsHeader.Refused(
                    size + " bytes, but its header promises " + promised + ": something was added");
        }
    }

    private static void requireAtLeast(long size, long promised) throws SafeTensorsHeader.Refused {
        if (size < promised) {
            throw new SafeTensorsHeader.Refused(
                    size + " bytes, but its header promises " + promised + ": cut short");
        }
    }

    private static void requireEqual(String found, String expected)
            throws SafeTensorsHeader.Refused {
        if (!found.equals(expected)) {
            throw new SafeTensorsHeader.Refused(
                    "SHA-256 of its content is "
                            + found.substring(0, 12)
                            + "…, its header says "
                            + expected.substring(0, 12)
                            + "…: damaged; fetch it again or use another");
        }
    }
}
