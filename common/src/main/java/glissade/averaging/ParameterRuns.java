package glissade.averaging;

import glissade.nn.ParameterLayout;

/**
 * The parameter vector as runs of weights and of what is not weights (biases, gains, shifts), by
 * turns: penalties and weight decay hold for the former, and for the latter when asked. Immutable.
 */
final class ParameterRuns {

    /** Ends of the runs, ascending; runs of an even number are penalised. */
    private final int[] ends;

    private ParameterRuns(int[] ends) {
        this.ends = ends;
    }

    /**
     * The runs of a network.
     *
     * @param biases whether everything counts as weights: then there is one run
     */
    static ParameterRuns of(ParameterLayout layout, boolean biases) {
        if (biases) {
            return new ParameterRuns(new int[] {layout.parameterCount()});
        }
        int[] ends = new int[2 * layout.layers()];
        for (int layer = 0; layer < layout.layers(); layer++) {
            ends[2 * layer] = layout.biasOffset(layer);
            ends[2 * layer + 1] = layout.endOffset(layer);
        }
        return new ParameterRuns(ends);
    }

    /** The run that a parameter lies in. */
    int at(int parameter) {
        int low = 0;
        int high = ends.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ends[middle] > parameter) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    int end(int run) {
        return ends[run];
    }

    boolean isPenalized(int run) {
        return run % 2 == 0;
    }
}
