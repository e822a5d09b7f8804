package glissade.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes arrays as numpy.save does. */
public final class NpyFixture {
    private NpyFixture() {}

    /** Header of version 1 and the bytes of the numbers. */
    public static byte[] array(String descr, String shape, byte[] numbers) {
        return array(
                1,
                "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + shape + "), }",
                numbers);
    }

    /** Any version and header. */
    static byte[] array(int version, String header, byte[] numbers) {
        int lengthBytes = version == 1 ? 2 : 4;
        int unpadded = 8 + lengthBytes + header.length() + 1;
        int padded = (unpadded + 63) / 64 * 64;
        ByteBuffer bytes =
                ByteBuffer.allocate(padded + numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
        bytes.put((byte) version).put((byte) 0);
        int length = padded - 8 - lengthBytes;
        if (version == 1) {
            bytes.putShort((short) length);
        } else {
            bytes.putInt(length);
        }
        bytes.put(header.getBytes(StandardCharsets.UTF_8));
        while (bytes.position() < padded - 1) {
            bytes.put((byte) ' ');
        }
        return bytes.put((byte) '\n').put(numbers).array();
    }

    /** Little-endian bytes of floats. */
    public static byte[] floats(float... values) {
        ByteBuffer bytes =
                ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    /** Little-endian bytes of longs. */
    public static byte[] longs(long... values) {
        ByteBuffer bytes =
                ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            bytes.putLong(value);
        }
        return bytes.array();
    }

    static Path write(Path directory, String name, byte[] content) throws IOException {
        return Files.write(directory.resolve(name), content);
    }
}
