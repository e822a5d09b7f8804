package glissade.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * The text of a UTF-8 file, unpacked if its name ends in {@code .gz}, without the byte order mark.
 * Whatever is not UTF-8, and NUL, is refused with its offset in bytes.
 */
final class Utf8Text extends Reader {
    private static final int BLOCK = 1 << 16;
    private static final int MARK_LENGTH = 3;

    private final Path path;
    private final InputStream in;
    private final CharsetDecoder decoder =
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer bytes = ByteBuffer.allocate(BLOCK).flip();

    /** Offset in the (unpacked) file of the first byte in the buffer. */
    private long blockOffset;

    private boolean ended;
    private long bytesRead;

    private Utf8Text(Path path, InputStream in) throws IOException {
        this.path = path;
        this.in = in;
        fill();
        refuseOtherFormats();
        refuseNul(0);
        if (bytes.remaining() >= MARK_LENGTH
                && bytes.get(0) == (byte) 0xef
                && bytes.get(1) == (byte) 0xbb
                && bytes.get(2) == (byte) 0xbf) {
            bytes.position(MARK_LENGTH);
        }
    }

    /**
     * Opens a file.
     *
     * @param expected what it should be, for the message: {@code a CSV file}
     * @throws DataException if there is none, or it cannot be read
     */
    static Utf8Text open(Path path, String expected) {
        ReadableFile.check(path, expected);
        try {
            InputStream raw = Files.newInputStream(path);
            return new Utf8Text(
                    path, path.toString().endsWith(".gz") ? new GZIPInputStream(raw, BLOCK) : raw);
        } catch (IOException e) {
            throw new DataException(path + ": cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public int read(char[] out, int offset, int length) {
        CharBuffer chars = CharBuffer.wrap(out, offset, length);
        try {
            while (true) {
                CoderResult result = decoder.decode(bytes, chars, ended);
                if (result.isError()) {
                    throw malformed();
                }
                int count = chars.position() - offset;
                if (count > 0 || length == 0) {
                    return count;
                }
                if (ended) {
                    return -1;
                }
                refuseNul(fill());
            }
        } catch (EOFException e) {
            throw new DataException(
                    path
                            + ": gzip data ends after "
                            + bytesRead
                            + " unpacked bytes; copy the file again",
                    e);
        } catch (IOException e) {
            throw new DataException(
                    path + ": byte " + bytesRead + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** Reads on; returns where in the buffer the new bytes begin. */
    private int fill() throws IOException {
        blockOffset += bytes.position();
        bytes.compact();
        int from = bytes.position();
        int count = in.read(bytes.array(), from, bytes.remaining());
        if (count < 0) {
            ended = true;
        } else {
            bytes.position(from + count);
            bytesRead += count;
        }
        bytes.flip();
        return from;
    }

    private void refuseNul(int from) {
        for (int i = from; i < bytes.limit(); i++) {
            if (bytes.get(i) == 0) {
                throw new DataException(
                        path
                                + ": byte "
                                + (blockOffset + i)
                                + ": expected text, found NUL; if this is UTF-16, convert it with"
                                + " iconv -f UTF-16LE -t UTF-8");
            }
        }
    }

    private void refuseOtherFormats() {
        if (bytes.remaining() < 2) {
            return;
        }
        int mark = ((bytes.get(0) & 0xff) << 8) | (bytes.get(1) & 0xff);
        if (mark == 0xfffe || mark == 0xfeff) {
            throw new DataException(
                    String.format(
                            Locale.ROOT,
                            "%s: byte 0: not UTF-8 (0x%02x 0x%02x is a UTF-16 mark); convert it with"
                                    + " iconv -f UTF-16 -t UTF-8",
                            path,
                            mark >>> 8,
                            mark & 0xff));
        }
        if (mark == 0x1f8b) {
            throw new DataException(
                    path
                            + ": byte 0: expected text, found 0x1f 0x8b: this is gzip; name it *.gz or"
                            + " gunzip it");
        }
    }

    private DataException malformed() {
        return new DataException(
                String.format(
                        Locale.ROOT,
                        "%s: byte %d: not UTF-8 (0x%02x); if this is Latin-1, convert it with iconv"
                                + " -f LATIN1 -t UTF-8",
                        path,
                        blockOffset + bytes.position(),
                        bytes.get(bytes.position()) & 0xff));
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new DataException(path + ": cannot be closed: " + e.getMessage(), e);
        }
    }
}
