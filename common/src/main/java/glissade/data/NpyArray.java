package glissade.data;

import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An array that NumPy saved, read from the file as needed: samples along the first dimension, all
 * other dimensions together are the numbers of a sample, in C order.
 *
 * <pre>
 *   offset 0   magic: 0x93 N U M P Y, then version 1, 2 or 3 and 0
 *   offset 8   length of the header in 2 bytes (version 1) or 4, little-endian
 *   then       header: {'descr': '&lt;f4', 'fortran_order': False, 'shape': (60, 4), }
 *   then       the numbers
 * </pre>
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">NumPy's
 *     description of the format</a>
 */
final class NpyArray {
    private static final String MAGIC = "934e554d5059";
    private static final int LENGTH_OFFSET = 8;
    private static final int LONGEST_HEADER = 1 << 20;
    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE =
            Pattern.compile("'shape'\\s*:\\s*\\(\\s*((?:\\d{1,18}\\s*,?\\s*)*)\\)");

    private final Path path;
    private final MappedFile file;
    private final NpyType type;
    private final int rows;
    private final int width;
    private final long offset;

    private NpyArray(Path path, MappedFile file, NpyType type, int rows, int width, long offset) {
        this.path = path;
        this.file = file;
        this.type = type;
        this.rows = rows;
        this.width = width;
        this.offset = offset;
    }

    /**
     * Opens an array.
     *
     * @throws DataException if the file is missing, damaged, or not an array of numbers in C order
     */
    static NpyArray open(Path path) {
        ReadableFile.check(path, "a .npy file, which numpy.save writes");
        MappedFile file = MappedFile.map(path);
        checkMagic(path, file);
        int version = file.bytes().get(ValueLayout.JAVA_BYTE, 6);
        if (version < 1 || version > 3) {
            throw new DataException(
                    path
                            + ": offset 6: expected version 1, 2 or 3 of the .npy format, found "
                            + Byte.toUnsignedInt((byte) version)
                            + "; save it with a current numpy");
        }
        int lengthBytes = version == 1 ? Short.BYTES : Integer.BYTES;
        int headerOffset = LENGTH_OFFSET + lengthBytes;
        long length = 0;
        for (int i = lengthBytes - 1; i >= 0; i--) {
            byte digit =
                    file.size() < headerOffset
                            ? -1
                            : file.bytes().get(ValueLayout.JAVA_BYTE, LENGTH_OFFSET + i);
            length = (length << Byte.SIZE) | Byte.toUnsignedInt(digit);
        }
        if (headerOffset + length > file.size() || length > LONGEST_HEADER) {
            throw new DataException(
                    path
                            + ": header of "
                            + length
                            + " bytes promised, but the file has "
                            + file.size()
                            + " bytes; copy the file again");
        }
        byte[] header = new byte[(int) length];
        file.bytes().asSlice(headerOffset, length).asByteBuffer().get(header);
        return parse(path, file, new String(header, StandardCharsets.UTF_8), headerOffset + length);
    }

    private static void checkMagic(Path path, MappedFile file) {
        byte[] start = new byte[(int) Math.min(file.size(), LENGTH_OFFSET)];
        file.bytes().asSlice(0, start.length).asByteBuffer().get(start);
        String found = HexFormat.of().formatHex(start);
        if (found.startsWith(MAGIC) && start.length == LENGTH_OFFSET) {
            return;
        }
        String reason = "; save the array with numpy.save";
        if (found.startsWith("1f8b")) {
            reason = ": this is gzip; gunzip it";
        } else if (found.startsWith("504b")) {
            reason = ": this is a zip archive, an .npz perhaps; save each array with numpy.save";
        } else if (found.startsWith("89484446")) {
            reason = ": this is HDF5; save the array with numpy.save";
        }
        throw new DataException(
                path
                        + ": offset 0: expected 0x"
                        + MAGIC
                        + " (an array of NumPy), found "
                        + (found.isEmpty() ? "an empty file" : "0x" + found)
                        + reason);
    }

    private static NpyArray parse(Path path, MappedFile file, String header, long offset) {
        Matcher descr = DESCR.matcher(header);
        Matcher order = ORDER.matcher(header);
        Matcher shape = SHAPE.matcher(header);
        if (header.contains("'descr'") && !descr.find()) {
            throw new DataException(
                    path
                            + ": expected an array of numbers, found one of records; save each column");
        }
        descr.reset();
        if (!descr.find() || !order.find() || !shape.find()) {
            throw new DataException(
                    path
                            + ": expected a header with descr, fortran_order and shape, found "
                            + Shown.quoted(header.strip())
                            + "; copy the file again");
        }
        NpyType type = NpyType.parse(descr.group(1));
        if (type == null) {
            throw new DataException(
                    path
                            + ": expected numbers (bool, int, uint, float of at most 64 bits), found"
                            + " type "
                            + Shown.quoted(descr.group(1))
                            + "; save the array with .astype('float32')");
        }
        if (order.group(1).equals("True")) {
            throw new DataException(
                    path
                            + ": expected C order, each sample by itself, found Fortran order; save"
                            + " it with numpy.save(file, numpy.ascontiguousarray(array))");
        }
        String[] sizes =
                shape.group(1).isBlank()
                        ? new String[0]
                        : shape.group(1).strip().split("\\s*,\\s*");
        return shaped(path, file, type, sizes, offset);
    }

    private static NpyArray shaped(
            Path path, MappedFile file, NpyType type, String[] sizes, long offset) {
        String shape = "(" + String.join(", ", sizes) + ")";
        BigInteger width = BigInteger.ONE;
        for (int i = 1; i < sizes.length; i++) {
            width = width.multiply(new BigInteger(sizes[i]));
        }
        BigInteger rows = sizes.length == 0 ? BigInteger.ZERO : new BigInteger(sizes[0]);
        BigInteger most = BigInteger.valueOf(Integer.MAX_VALUE);
        if (rows.signum() == 0 || width.signum() == 0) {
            throw new DataException(
                    path + ": expected samples along the first dimension, found shape " + shape);
        }
        if (rows.compareTo(most) > 0 || width.compareTo(most) > 0) {
            throw new DataException(
                    path
                            + ": at most "
                            + most
                            + " samples of at most that many numbers can be read, found shape "
                            + shape);
        }
        BigInteger promised =
                rows.multiply(width)
                        .multiply(BigInteger.valueOf(type.size()))
                        .add(BigInteger.valueOf(offset));
        if (!promised.equals(BigInteger.valueOf(file.size()))) {
            throw new DataException(
                    path
                            + ": shape "
                            + shape
                            + " of "
                            + type
                            + " promises "
                            + promised
                            + " bytes, found "
                            + file.size()
                            + " bytes; copy the file again");
        }
        return new NpyArray(path, file, type, rows.intValueExact(), width.intValueExact(), offset);
    }

    Path path() {
        return path;
    }

    NpyType type() {
        return type;
    }

    /** Number of samples, at least 1. */
    int rows() {
        return rows;
    }

    /** Numbers of a sample, at least 1. */
    int width() {
        return width;
    }

    private long start(int row) {
        return offset + (long) row * width * type.size();
    }

    /** Copies the numbers of a sample to [outOffset, outOffset + width). */
    void copy(int row, float[] out, int outOffset) {
        try {
            type.copy(file.bytes(), start(row), width, out, outOffset);
        } catch (InternalError e) {
            throw file.gone(e);
        }
    }

    /** The first number of a sample, which must be whole. */
    long whole(int row) {
        try {
            return type.whole(file.bytes(), start(row));
        } catch (InternalError e) {
            throw file.gone(e);
        }
    }

    void digest(int row, MessageDigest digest) {
        file.digest(start(row), (long) width * type.size(), digest);
    }
}
