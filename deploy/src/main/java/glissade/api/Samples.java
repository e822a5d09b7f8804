package glissade.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Samples in arrays, which workers in other JVMs cannot see: a pair of NumPy files for the time of
 * a training.
 */
final class Samples {

    private final float[][] inputs;
    private final int @Nullable [] labels;
    private final float @Nullable [][] targets;

    private Samples(float[][] inputs, int @Nullable [] labels, float @Nullable [][] targets) {
        this.inputs = inputs;
        this.labels = labels;
        this.targets = targets;
    }

    static Samples labelled(float[][] inputs, int[] labels) {
        requireRows(inputs, labels.length, "labels");
        return new Samples(inputs, labels.clone(), null);
    }

    static Samples withTargets(float[][] inputs, float[][] targets) {
        requireRows(inputs, targets.length, "targets");
        requireRectangle("targets", targets);
        return new Samples(inputs, null, targets);
    }

    private static void requireRows(float[][] inputs, int others, String what) {
        if (inputs.length == 0 || inputs.length != others) {
            throw new IllegalArgumentException(
                    "expected as many "
                            + what
                            + " as inputs, at least one: inputs="
                            + inputs.length
                            + ", "
                            + what
                            + "="
                            + others);
        }
        requireRectangle("inputs", inputs);
    }

    private static void requireRectangle(String what, float[][] rows) {
        for (float[] row : rows) {
            if (row.length != rows[0].length || row.length == 0) {
                throw new IllegalArgumentException(
                        what
                                + " must have rows of one length: found "
                                + row.length
                                + " beside "
                                + rows[0].length);
            }
        }
    }

    /** Writes the samples to {@code directory}; returns the source that names them. */
    String write(Path directory, String name) throws IOException {
        Path first = directory.resolve(name + "-inputs.npy");
        Path second = directory.resolve(name + "-answers.npy");
        write(first, inputs);
        if (targets != null) {
            write(second, targets);
        } else {
            writeLabels(second);
        }
        return "npy:" + first + "," + second;
    }

    private static void write(Path file, float[][] rows) throws IOException {
        int columns = rows[0].length;
        try (FileChannel channel = open(file)) {
            channel.write(header("<f4", rows.length + ", " + columns));
            ByteBuffer row =
                    ByteBuffer.allocate(columns * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (float[] values : rows) {
                row.clear();
                row.asFloatBuffer().put(values);
                while (row.hasRemaining()) {
                    channel.write(row);
                }
            }
        }
    }

    private void writeLabels(Path file) throws IOException {
        int[] values = labels == null ? new int[0] : labels;
        try (FileChannel channel = open(file)) {
            channel.write(header("<i4", values.length + ","));
            ByteBuffer bytes =
                    ByteBuffer.allocate(values.length * Integer.BYTES)
                            .order(ByteOrder.LITTLE_ENDIAN);
            bytes.asIntBuffer().put(values);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    private static FileChannel open(Path file) throws IOException {
        Files.deleteIfExists(file);
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** Version 1.0 of the format: magic, length, a Python literal padded to 64 bytes. */
    private static ByteBuffer header(String type, String shape) {
        String literal =
                String.format(
                        Locale.ROOT,
                        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }",
                        type,
                        shape);
        int length = (10 + literal.length() + 1 + 63) / 64 * 64 - 10;
        byte[] text =
                (literal + " ".repeat(length - literal.length() - 1) + "\n")
                        .getBytes(StandardCharsets.US_ASCII);
        ByteBuffer header = ByteBuffer.allocate(10 + length).order(ByteOrder.LITTLE_ENDIAN);
        header.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
        header.put((byte) 1).put((byte) 0).putShort((short) length).put(text);
        return header.flip();
    }
}
