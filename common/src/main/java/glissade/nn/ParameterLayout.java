package glissade.nn;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Where each parameter of a network lies in the one flat vector that travels, is averaged and is
 * updated: layer by layer, first the weights, then the bias, and then gain and shift of a layer
 * that is normalised.
 *
 * <p>There are two orders of the same length. In <em>memory</em> a layer's weights are [in, out]
 * row-major, so that the outputs are the columns that vector lanes run along. In files and hashes
 * (<em>canonical</em> order) they are [out, in], as elsewhere in this field. Immutable and
 * thread-safe.
 */
public final class ParameterLayout {
    /** Floats hashed at a time. */
    private static final int HASH_CHUNK = 4096;

    private final NetworkDescription description;
    private final int[] weightOffsets;
    private final int parameterCount;

    public ParameterLayout(NetworkDescription description) {
        this.description = description;
        weightOffsets = new int[description.layers()];
        int offset = 0;
        for (int layer = 0; layer < weightOffsets.length; layer++) {
            weightOffsets[layer] = offset;
            offset += (inputs(layer) + (normalizes(layer) ? 3 : 1)) * outputs(layer);
        }
        parameterCount = offset;
    }

    /** Parameters of all layers. */
    public int parameterCount() {
        return parameterCount;
    }

    public int layers() {
        return weightOffsets.length;
    }

    /** Width of what layer {@code layer}, counted from 0, takes in. */
    public int inputs(int layer) {
        return description.widths().get(layer);
    }

    /** Width of what layer {@code layer} puts out: its units. */
    public int outputs(int layer) {
        return description.widths().get(layer + 1);
    }

    /** Index of the layer's first weight; the same in both orders. */
    public int weightOffset(int layer) {
        return weightOffsets[layer];
    }

    /** Index of the layer's first bias; the same in both orders. */
    public int biasOffset(int layer) {
        return weightOffsets[layer] + inputs(layer) * outputs(layer);
    }

    /** Whether the layer has gain and shift of layer normalisation. */
    public boolean normalizes(int layer) {
        return description.normalizes(layer);
    }

    /** Index of the first gain of a layer that is normalised; the same in both orders. */
    public int gainOffset(int layer) {
        return biasOffset(layer) + outputs(layer);
    }

    /** Index of the first shift of a layer that is normalised; the same in both orders. */
    public int shiftOffset(int layer) {
        return gainOffset(layer) + outputs(layer);
    }

    /** End of the layer's parameters, where those of the next begin. */
    public int endOffset(int layer) {
        return layer + 1 < layers() ? weightOffset(layer + 1) : parameterCount;
    }

    /**
     * Copies memory order to canonical order.
     *
     * @param parameters [parameterCount], not modified
     * @param canonical [parameterCount], overwritten; must not alias {@code parameters}
     * @throws IllegalArgumentException if a length differs
     */
    public void toCanonical(float[] parameters, float[] canonical) {
        requireLength(parameters);
        requireLength(canonical);
        for (int layer = 0; layer < layers(); layer++) {
            transpose(inputs(layer), outputs(layer), parameters, canonical, weightOffset(layer));
            copyVectors(layer, parameters, canonical);
        }
    }

    /**
     * Copies canonical order to memory order.
     *
     * @param canonical [parameterCount], not modified
     * @param parameters [parameterCount], overwritten; must not alias {@code canonical}
     * @throws IllegalArgumentException if a length differs
     */
    public void fromCanonical(float[] canonical, float[] parameters) {
        requireLength(parameters);
        requireLength(canonical);
        for (int layer = 0; layer < layers(); layer++) {
            transpose(outputs(layer), inputs(layer), canonical, parameters, weightOffset(layer));
            copyVectors(layer, canonical, parameters);
        }
    }

    /** Writes the transpose of {@code from} [rows, columns] at {@code offset} to {@code to}. */
    private static void transpose(int rows, int columns, float[] from, float[] to, int offset) {
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                to[offset + column * rows + row] = from[offset + row * columns + column];
            }
        }
    }

    /** Bias, gain and shift. */
    private void copyVectors(int layer, float[] from, float[] to) {
        int offset = biasOffset(layer);
        System.arraycopy(from, offset, to, offset, endOffset(layer) - offset);
    }

    /**
     * Hashes the parameters as {@code parameters_sha256} does: little-endian float32 in canonical
     * order.
     *
     * @param parameters [parameterCount] in memory order
     * @return 64 lower-case hexadecimal digits
     * @throws IllegalArgumentException if the length differs
     */
    public String sha256(float[] parameters) {
        float[] canonical = new float[parameterCount];
        toCanonical(parameters, canonical);
        ByteBuffer bytes = ByteBuffer.allocate(HASH_CHUNK * Float.BYTES);
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        MessageDigest digest = newDigest();
        for (int from = 0; from < parameterCount; from += HASH_CHUNK) {
            int to = Math.min(parameterCount, from + HASH_CHUNK);
            bytes.clear();
            for (int i = from; i < to; i++) {
                bytes.putFloat(canonical[i]);
            }
            digest.update(bytes.flip());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }

    /** Rejects a parameter vector of another network. */
    void requireLength(float[] parameters) {
        if (parameters.length != parameterCount) {
            throw new IllegalArgumentException(
                    "the network has another number of parameters: parameterCount="
                            + parameterCount
                            + ", length="
                            + parameters.length);
        }
    }
}
