package glissade.data;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * Checks the frame of a PNG: signature, length and checksum of every chunk, the end mark. The
 * decoder of the JDK looks at none of the checksums.
 *
 * @see <a href="https://www.w3.org/TR/png-3/#5DataRep">PNG, third edition, section 5</a>
 */
final class PngChunks {
    private static final long SIGNATURE = 0x89504e470d0a1a0aL;
    private static final int END = 0x49454e44;
    private static final int FRAME_LENGTH = 12;
    private static final String COPY_AGAIN = "; copy or save the picture again";

    private PngChunks() {}

    /**
     * Checks the bytes of a file.
     *
     * @param name the file, for messages
     * @throws DataException if it is not a whole, undamaged PNG
     */
    static void check(String name, byte[] bytes) {
        ByteBuffer file = ByteBuffer.wrap(bytes);
        if (bytes.length < Long.BYTES || file.getLong() != SIGNATURE) {
            throw new DataException(
                    name
                            + ": offset 0: expected the signature of a PNG, found "
                            + start(bytes)
                            + "; convert the picture to PNG");
        }
        int type = 0;
        while (type != END) {
            int offset = file.position();
            if (file.remaining() < FRAME_LENGTH) {
                throw cut(name, bytes.length);
            }
            int length = file.getInt();
            type = file.getInt();
            if (length < 0 || length > file.remaining() - Integer.BYTES) {
                throw cut(name, bytes.length);
            }
            CRC32 checksum = new CRC32();
            checksum.update(bytes, offset + Integer.BYTES, Integer.BYTES + length);
            file.position(file.position() + length);
            if ((int) checksum.getValue() != file.getInt()) {
                throw new DataException(
                        name
                                + ": offset "
                                + offset
                                + ": checksum of the PNG chunk is wrong"
                                + COPY_AGAIN);
            }
        }
    }

    private static DataException cut(String name, int length) {
        return new DataException(
                name + ": PNG ends in the middle, after " + length + " bytes" + COPY_AGAIN);
    }

    private static String start(byte[] bytes) {
        if (bytes.length == 0) {
            return "an empty file";
        }
        if (bytes.length > 1 && (bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == 0xd8) {
            return "a JPEG";
        }
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < Math.min(4, bytes.length); i++) {
            hex.append(i == 0 ? "" : " ").append(Character.forDigit(bytes[i] >> 4 & 15, 16));
            hex.append(Character.forDigit(bytes[i] & 15, 16));
        }
        return hex.toString();
    }
}
