package glissade.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * One IDX file, read strictly: the size must be exactly what the header promises. Memory grows with
 * the bytes that arrive, never with what a header claims.
 *
 * <pre>
 *   offset 0   magic: 0x00000803 images, 0x00000801 labels, big-endian as all that follows
 *   offset 4   number of images or labels
 *   offset 8   images only: rows, columns
 *   then       one unsigned byte a pixel or label
 * </pre>
 */
final class IdxFile {
    private static final int GZIP_MAGIC = 0x1f8b;
    private static final int FIRST_CHUNK = 1 << 16;
    private static final int LARGEST = Integer.MAX_VALUE - 16;
    private static final String COPY_AGAIN = "; copy the file again";

    private final Path path;
    private final IdxKind kind;
    private final boolean gzip;
    private final int[] dimensions;
    private MappedFile bytes = MappedFile.of(new byte[0]);
    private long contentOffset;

    /** Bytes of the (unpacked) file read so far, for messages. */
    private long offset;

    private IdxFile(Path path, IdxKind kind) {
        this.path = path;
        this.kind = kind;
        this.gzip = path.toString().endsWith(".gz");
        this.dimensions = new int[kind.dimensions];
    }

    /**
     * Reads a file; it is unpacked if its name ends in {@code .gz}.
     *
     * @throws DataException if it is missing or is not a whole IDX file of this kind
     */
    static IdxFile read(Path path, IdxKind kind) {
        IdxFile file = new IdxFile(path, kind);
        ReadableFile.check(path, "an IDX file of " + kind.plural);
        try (InputStream raw = Files.newInputStream(path)) {
            if (file.gzip) {
                try (InputStream unpacked = new GZIPInputStream(raw, FIRST_CHUNK)) {
                    file.readHeader(unpacked);
                    file.readPacked(unpacked);
                }
            } else {
                file.readHeader(raw);
                file.mapPlain();
            }
        } catch (IOException e) {
            throw file.failure(e);
        }
        return file;
    }

    Path path() {
        return path;
    }

    int count() {
        return dimensions[0];
    }

    int dimension(int index) {
        return dimensions[index];
    }

    /** The file, or what it unpacked to; {@link #contentOffset} tells where the data begin. */
    MappedFile bytes() {
        return bytes;
    }

    /** Offset in {@link #bytes} of what follows the header. */
    long contentOffset() {
        return contentOffset;
    }

    private void readHeader(InputStream in) throws IOException {
        byte[] magicBytes = readUpTo(in, Integer.BYTES);
        if (magicBytes.length < Integer.BYTES) {
            throw headerCut(magicBytes.length);
        }
        checkMagic(ByteBuffer.wrap(magicBytes).getInt());

        byte[] sizes = readUpTo(in, Integer.BYTES * kind.dimensions);
        if (sizes.length < Integer.BYTES * kind.dimensions) {
            throw headerCut(Integer.BYTES + sizes.length);
        }
        ByteBuffer.wrap(sizes).asIntBuffer().get(dimensions);
        for (int i = 0; i < dimensions.length; i++) {
            if (dimensions[i] == 0) {
                throw new DataException(
                        at(Integer.BYTES * (1L + i))
                                + "expected at least 1 "
                                + (i == 0 ? kind.singular : i == 1 ? "row" : "column")
                                + ", found 0; the file holds no data");
            }
        }
    }

    private void checkMagic(int magic) {
        if (magic == kind.magic) {
            return;
        }
        String reason = "not an IDX file of unsigned bytes";
        if (magic >>> 16 == GZIP_MAGIC) {
            reason = "this is gzip; name it *.gz or gunzip it";
        } else if (magic == kind.other().magic) {
            reason = "these are " + kind.other().plural + ": images and labels swapped?";
        }
        throw new DataException(
                at(0)
                        + String.format(
                                Locale.ROOT,
                                "expected 0x%08x (%s), found 0x%08x: %s",
                                kind.magic,
                                kind.plural,
                                magic,
                                reason));
    }

    /** Plain files are read as needed, so they may be larger than memory. */
    private void mapPlain() {
        BigInteger expected = promised();
        bytes = MappedFile.map(path);
        contentOffset = kind.headerLength();
        if (!expected.equals(BigInteger.valueOf(bytes.size()))) {
            throw wrongSize(expected, bytes.size(), "");
        }
        long each = 1;
        for (int i = 1; i < dimensions.length; i++) {
            each = Math.multiplyExact(each, Integer.toUnsignedLong(dimensions[i]));
        }
        if (dimensions[0] < 0 || each > Integer.MAX_VALUE) {
            throw new DataException(
                    at(Integer.BYTES)
                            + "header promises "
                            + Integer.toUnsignedLong(dimensions[0])
                            + " "
                            + kind.plural
                            + " of "
                            + each
                            + " bytes; at most "
                            + Integer.MAX_VALUE
                            + " of at most that many bytes can be read");
        }
    }

    private void readPacked(InputStream in) throws IOException {
        BigInteger expected = promised();
        int length = contentLength(expected);
        // Doubled as bytes arrive: a header that lies costs no memory.
        byte[] unpacked = new byte[Math.min(length, FIRST_CHUNK)];
        int filled = 0;
        while (filled < length) {
            if (filled == unpacked.length) {
                unpacked = Arrays.copyOf(unpacked, (int) Math.min(length, 2L * unpacked.length));
            }
            int read = in.read(unpacked, filled, unpacked.length - filled);
            if (read < 0) {
                throw wrongSize(expected, offset, "unpacked ");
            }
            filled += read;
            offset += read;
        }
        // Reading on also makes the stream check gzip's own length and checksum.
        if (in.read() >= 0) {
            throw new DataException(
                    path
                            + ": unpacks past the "
                            + expected
                            + " bytes its header promises: stopped"
                            + COPY_AGAIN);
        }
        bytes = MappedFile.of(unpacked);
    }

    /** Bytes of the whole unpacked file by its header, sizes taken as unsigned. */
    private BigInteger promised() {
        BigInteger bytes = BigInteger.ONE;
        for (int dimension : dimensions) {
            bytes = bytes.multiply(BigInteger.valueOf(Integer.toUnsignedLong(dimension)));
        }
        return bytes.add(BigInteger.valueOf(kind.headerLength()));
    }

    private int contentLength(BigInteger expected) {
        if (expected.compareTo(BigInteger.valueOf(LARGEST)) > 0) {
            throw new DataException(
                    at(Integer.BYTES)
                            + "header promises "
                            + expected
                            + " bytes, at most "
                            + LARGEST
                            + " can be read; is the header damaged?");
        }
        return expected.intValueExact() - kind.headerLength();
    }

    private byte[] readUpTo(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        offset += bytes.length;
        return bytes;
    }

    private DataException headerCut(int found) {
        return new DataException(
                path
                        + ": expected at least a "
                        + kind.headerLength()
                        + "-byte IDX header, found "
                        + found
                        + " bytes"
                        + COPY_AGAIN);
    }

    private DataException wrongSize(BigInteger expected, long found, String unpacked) {
        StringBuilder message = new StringBuilder(path.toString());
        message.append(": header promises ").append(expected).append(" bytes, found ");
        message.append(found).append(' ').append(unpacked).append("bytes");
        BigInteger surplus = BigInteger.valueOf(found).subtract(expected);
        if (surplus.signum() > 0) {
            message.append(" (").append(surplus).append(" too many)");
        } else {
            BigInteger each =
                    expected.subtract(BigInteger.valueOf(kind.headerLength()))
                            .divide(BigInteger.valueOf(Integer.toUnsignedLong(dimensions[0])));
            BigInteger whole = BigInteger.valueOf(found - kind.headerLength()).divide(each);
            message.append(" (").append(kind.singular).append(' ');
            message.append(whole.add(BigInteger.ONE)).append(" is cut)");
        }
        return new DataException(message.append(COPY_AGAIN).toString());
    }

    private DataException failure(IOException e) {
        if (!gzip) {
            return new DataException(at(offset) + "cannot be read: " + e.getMessage(), e);
        }
        if (e instanceof EOFException) {
            return new DataException(
                    path + ": gzip data ends after " + offset + " unpacked bytes" + COPY_AGAIN, e);
        }
        if (offset == 0) {
            return new DataException(
                    path
                            + ": expected gzip, as its name says, found something else ("
                            + e.getMessage()
                            + "); take .gz from the name or copy the file again",
                    e);
        }
        return new DataException(
                path
                        + ": gzip damaged after "
                        + offset
                        + " unpacked bytes ("
                        + e.getMessage()
                        + ")"
                        + COPY_AGAIN,
                e);
    }

    private String at(long place) {
        return path + ": offset " + place + ": ";
    }
}
