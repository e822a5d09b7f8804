package glissade.run;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A SHA-256 over a whole safetensors file that stands in the file: the first item of its metadata,
 * at a fixed place, counted as zeros.
 */
final class FileSeal {

    static final String KEY = "sha256";

    /** What the value is while the digest is computed. */
    static final String BLANK = "0".repeat(64);

    /** Place of the digest in the header. */
    static final int OFFSET = ("{\"__metadata__\":{\"" + KEY + "\":\"").length();

    private static final byte[] PREFIX =
            ("{\"__metadata__\":{\"" + KEY + "\":\"").getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BLANK_BYTES = BLANK.getBytes(StandardCharsets.US_ASCII);

    private final MessageDigest digest;

    /** Begins a digest with the length of the header and the header itself. */
    FileSeal(byte[] header) {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
        digest.update(SafeTensorsWriter.lengthPrefix(header.length));
        byte[] blanked = header.clone();
        System.arraycopy(BLANK_BYTES, 0, blanked, OFFSET, BLANK_BYTES.length);
        digest.update(blanked);
    }

    /** Whether the header has a digest at the place where this program writes it. */
    static boolean isIn(byte[] header) {
        return header.length >= OFFSET + BLANK_BYTES.length
                && Arrays.equals(header, 0, OFFSET, PREFIX, 0, OFFSET);
    }

    /** The digest that stands in the header, whatever it is. */
    static String read(byte[] header) {
        return new String(header, OFFSET, BLANK_BYTES.length, StandardCharsets.ISO_8859_1);
    }

    /** Takes the remaining bytes of {@code data}, whose position moves to its limit. */
    void update(ByteBuffer data) {
        digest.update(data);
    }

    /** The digest, 64 lower-case hexadecimal digits. */
    String finish() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
