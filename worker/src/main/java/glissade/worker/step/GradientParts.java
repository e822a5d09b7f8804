package glissade.worker.step;

import glissade.nn.ParameterLayout;

/**
 * How a step's gradient is cut to be computed: each part is some inputs of one layer, small enough
 * to be averaged or sent while it is still in the cache. Parts ascend with the offsets of their
 * parameters; the last part of a layer holds its biases too. Immutable.
 */
final class GradientParts {

    /** Parameters that a lane computes at a time where they are averaged at once: 2 MiB. */
    static final int LARGE = 512 * 1_024;

    /** Where they travel: 1 MiB, half of what a core's own cache has room for. */
    static final int SMALL = 256 * 1_024;

    /**
     * Inputs at whose multiples lanes meet: those of the highest register tile where there are 32
     * vector registers. Where there are 16 it has five, and of its last tile a lane computes up to
     * four inputs twice: less than larger multiples would leave unevenly divided.
     */
    private static final int TILE = 12;

    private final int[] layer;
    private final int[] fromInput;
    private final int[] toInput;
    private final int[] offset;
    private final int lanes;

    /**
     * Cuts the gradient of a network.
     *
     * @param most parameters that a lane computes at a time
     */
    GradientParts(ParameterLayout layout, int lanes, int most) {
        this.lanes = lanes;
        int[] inputsAPart = new int[layout.layers()];
        int count = 0;
        for (int of = 0; of < inputsAPart.length; of++) {
            inputsAPart[of] = inputsAPart(layout.inputs(of), layout.outputs(of), lanes, most);
            count += partsOf(layout.inputs(of), inputsAPart[of]);
        }
        layer = new int[count];
        fromInput = new int[count];
        toInput = new int[count];
        offset = new int[count];
        int part = 0;
        for (int of = 0; of < inputsAPart.length; of++) {
            for (int from = 0; from < layout.inputs(of); from += inputsAPart[of]) {
                layer[part] = of;
                fromInput[part] = from;
                toInput[part] = Math.min(from + inputsAPart[of], layout.inputs(of));
                offset[part] = layout.weightOffset(of) + from * layout.outputs(of);
                part++;
            }
        }
    }

    /** Parts of nearly equal size, each a multiple of a tile for every lane but the last. */
    private static int inputsAPart(int inputs, int outputs, int lanes, int most) {
        int parts = partsOf(inputs, Math.max(1, most / outputs) * lanes);
        return partsOf(partsOf(inputs, parts), TILE * lanes) * TILE * lanes;
    }

    /** {@code length} over {@code size}, rounded up. */
    private static int partsOf(int length, int size) {
        return (length - 1) / size + 1;
    }

    int count() {
        return layer.length;
    }

    int layer(int part) {
        return layer[part];
    }

    /** First parameter of a part. */
    int offset(int part) {
        return offset[part];
    }

    /** First input of a lane's share of a part. */
    int fromInput(int part, int lane) {
        int inputs = toInput[part] - fromInput[part];
        int tiles = partsOf(inputs, TILE);
        return fromInput[part] + Math.min(inputs, tiles * lane / lanes * TILE);
    }

    /** End of a lane's share. */
    int toInput(int part, int lane) {
        return fromInput(part, lane + 1);
    }
}
