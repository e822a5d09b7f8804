package glissade.nn;

import glissade.math.Kernels;

/**
 * Carries a batch forward through a network and its loss back, in buffers allocated once. One pass
 * over the rows {@code [fromRow, toRow)} goes
 *
 * <ol>
 *   <li>the caller fills {@link #inputs} and {@link #labels} (or {@link #targets}) of the rows,
 *   <li>{@link #forward}, after which {@link #outputs} and {@link #correct} may be read,
 *   <li>{@link #loss}, which also starts the way back,
 *   <li>for each layer from the last to the first: {@link #gradient}, and {@link #backward} unless
 *       the layer is 0.
 * </ol>
 *
 * <p>Each row is computed by itself: any division of the rows over calls gives the same bits, apart
 * from the sum that {@link #loss} returns. Several threads may work on disjoint rows at once (and
 * in {@link #gradient} on disjoint inputs), each with its own {@link Kernels}; the caller orders
 * the phases between them. Allocates nothing after construction.
 */
public final class Propagation {
    private final int maxRows;
    private final float[] inputs;
    private final int[] samples;
    private final DenseLayer[] layers;
    private final DenseLayer last;
    private final Targets targets;
    private final OutputHead head;
    private int epoch;

    /**
     * Allocates buffers for evaluation and prediction of classes: the targets follow from {@link
     * #labels}.
     *
     * @param maxRows most rows that a batch can have
     * @throws IllegalArgumentException if {@code maxRows} is negative
     */
    public Propagation(Network network, int maxRows) {
        this(network, maxRows, TargetKind.LABELS);
    }

    /**
     * Allocates buffers for evaluation and prediction.
     *
     * @param maxRows most rows that a batch can have
     * @param kind which of {@link #labels} and {@link #targets} the caller fills
     * @throws IllegalArgumentException if {@code maxRows} is negative, or the loss is for classes
     *     only and the targets are values
     */
    public Propagation(Network network, int maxRows, TargetKind kind) {
        this(network, maxRows, kind, TrainingNoise.NONE);
    }

    /**
     * Allocates buffers for training: as for evaluation, but units are left out and labels smoothed
     * as {@code noise} says. The caller fills {@link #samples} too, and names the {@link #epoch}.
     */
    public static Propagation forTraining(
            Network network, int maxRows, TargetKind kind, TrainingNoise noise) {
        return new Propagation(network, maxRows, kind, noise);
    }

    private Propagation(Network network, int maxRows, TargetKind kind, TrainingNoise noise) {
        if (maxRows < 0) {
            throw new IllegalArgumentException("maxRows must not be negative: maxRows=" + maxRows);
        }
        NetworkDescription description = network.description();
        if (kind == TargetKind.VALUES && description.loss() == Loss.CROSS_ENTROPY) {
            throw new IllegalArgumentException(
                    "loss " + description.loss().optionName() + " needs labels, not target values");
        }
        this.maxRows = maxRows;
        inputs = new float[Math.multiplyExact(maxRows, description.inputs())];
        samples = new int[maxRows];
        layers = new DenseLayer[description.layers()];
        int firstUnit = 0;
        for (int layer = 0; layer < layers.length; layer++) {
            boolean hidden = layer < layers.length - 1;
            int units = network.layout().outputs(layer);
            layers[layer] =
                    new DenseLayer(
                            network.layout(),
                            layer,
                            hidden ? description.hidden() : description.output(),
                            hidden && noise.dropout() > 0
                                    ? new Dropout(noise, units, firstUnit, maxRows)
                                    : null,
                            maxRows);
            firstUnit += units;
        }
        last = layers[layers.length - 1];
        targets =
                new Targets(
                        maxRows,
                        description.outputs(),
                        description.loss(),
                        kind,
                        noise.labelSmoothing());
        head = description.loss().head(last, targets);
    }

    /** [maxRows, inputs], filled by the caller. */
    public float[] inputs() {
        return inputs;
    }

    /** [maxRows], filled by the caller: the right output of each row, from 0. */
    public int[] labels() {
        return targets.labels();
    }

    /**
     * [maxRows], filled by the caller in training: index of each row's sample in the data set,
     * which decides the units that are left out.
     */
    public int[] samples() {
        return samples;
    }

    /** The rows that follow are of this epoch, which decides the units that are left out. */
    public void epoch(int ofEpoch) {
        epoch = ofEpoch;
    }

    /** [maxRows, outputs], filled by the caller where targets are values. */
    public float[] targets() {
        return targets.values();
    }

    /** [maxRows, outputs], valid after {@link #forward}: probabilities if the output is softmax. */
    public float[] outputs() {
        return last.activations();
    }

    /** Activations [maxRows, units] of a layer, counted from 0, valid after {@link #forward}. */
    public float[] activations(int layer) {
        return layers[layer].activations();
    }

    /**
     * Computes the outputs of the rows.
     *
     * @param parameters [parameterCount] in memory order, not modified
     */
    public void forward(Kernels kernels, float[] parameters, int fromRow, int toRow) {
        requireRows(fromRow, toRow);
        for (int layer = 0; layer < layers.length; layer++) {
            forwardUnchecked(kernels, parameters, layer, fromRow, toRow);
        }
    }

    /**
     * Computes the activations of one layer, those of the layers before it being there: all layers
     * in their order are what the other method computes at once.
     */
    public void forward(Kernels kernels, float[] parameters, int layer, int fromRow, int toRow) {
        requireRows(fromRow, toRow);
        forwardUnchecked(kernels, parameters, layer, fromRow, toRow);
    }

    private void forwardUnchecked(
            Kernels kernels, float[] parameters, int layer, int fromRow, int toRow) {
        float[] x = layer == 0 ? inputs : layers[layer - 1].passedOn();
        if (layers[layer] == last) {
            last.weightedSums(kernels, parameters, x, fromRow, toRow);
            head.activate(kernels, fromRow, toRow);
        } else {
            layers[layer].forward(kernels, parameters, x, epoch, samples, fromRow, toRow);
        }
    }

    /**
     * Returns the sum of the losses of the rows, rows ascending, in double; the mean over a
     * mini-batch is taken by the caller. Starts the way back: writes the last layer's deltas.
     *
     * @throws IllegalArgumentException if a label names no output
     */
    public double loss(Kernels kernels, int fromRow, int toRow) {
        requireRows(fromRow, toRow);
        return head.loss(kernels, fromRow, toRow);
    }

    /**
     * Class that the outputs of a row speak for: that of the {@linkplain ArgMax largest}, or 1
     * where a single output is above 1/2, else 0; {@link ArgMax#NONE} where an output is NaN.
     */
    public int predictedClass(int row) {
        float[] outputs = last.activations();
        int width = last.outputs();
        if (width > 1) {
            return ArgMax.of(outputs, row * width, width);
        }
        return Float.isNaN(outputs[row]) ? ArgMax.NONE : outputs[row] > 0.5f ? 1 : 0;
    }

    /** Counts the rows whose {@linkplain #predictedClass class} is their label. */
    public int correct(int fromRow, int toRow) {
        requireRows(fromRow, toRow);
        int count = 0;
        for (int row = fromRow; row < toRow; row++) {
            if (predictedClass(row) == targets.label(row)) {
                count++;
            }
        }
        return count;
    }

    /**
     * Computes the deltas of layer {@code layer - 1} from those of {@code layer}.
     *
     * @param parameters those of {@link #forward}
     * @param layer at least 1
     */
    public void backward(Kernels kernels, float[] parameters, int layer, int fromRow, int toRow) {
        requireRows(fromRow, toRow);
        layers[layer].backward(
                kernels, parameters, layers[layer - 1], epoch, samples, fromRow, toRow);
    }

    /**
     * Writes the gradient of one layer, summed over the samples of one tree node along the slice
     * tree: a sum, not a mean.
     *
     * @param fromRow first row of the node, which begins a slice
     * @param toRow end of the node
     * @param fromInput first of the layer's inputs whose weights are written
     * @param toInput end of those inputs; the call with the layer's last input writes the bias too
     * @param gradients [parameterCount] in memory order; only the named part is overwritten
     */
    public void gradient(
            Kernels kernels,
            int layer,
            int fromRow,
            int toRow,
            int sliceSize,
            int fromInput,
            int toInput,
            float[] gradients) {
        requireRows(fromRow, toRow);
        float[] x = layer == 0 ? inputs : layers[layer - 1].passedOn();
        layers[layer].gradient(
                kernels, x, fromRow, toRow, sliceSize, fromInput, toInput, gradients);
    }

    private void requireRows(int fromRow, int toRow) {
        if (fromRow < 0 || toRow < fromRow || toRow > maxRows) {
            throw new IllegalArgumentException(
                    "rows must lie within the buffers: fromRow="
                            + fromRow
                            + ", toRow="
                            + toRow
                            + ", maxRows="
                            + maxRows);
        }
    }
}
