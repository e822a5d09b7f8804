package glissade.nn;

import java.util.ArrayList;
import java.util.List;

/**
 * Shape and functions of a fully connected network: all that is needed to build one, apart from its
 * parameters. Immutable; one that exists can be built.
 *
 * @param widths number of inputs, of units of each hidden layer, and of outputs; at least two
 * @param hidden activation of the hidden layers; without effect where there are none
 * @param output activation of the last layer
 * @param layerNorm whether the weighted sums of each hidden layer are normalised before the
 *     activation
 */
public record NetworkDescription(
        List<Integer> widths, Activation hidden, Activation output, Loss loss, boolean layerNorm) {

    private static final String EXAMPLE =
            "expected widths of layers joined by '-', like 784-128-10";

    /**
     * Rejects what cannot be built.
     *
     * @throws IllegalArgumentException with a message that names the option of the command line
     */
    public NetworkDescription {
        widths = List.copyOf(widths);
        requireWidths(widths, layerNorm);
        if (layerNorm) {
            requireSomethingToNormalize(widths);
        }
        if (hidden == Activation.SOFTMAX) {
            throw new IllegalArgumentException(
                    "--activation softmax: expected an activation for hidden layers, found one for"
                            + " the output alone; use --activation relu");
        }
        if (!loss.accepts(output)) {
            throw new IllegalArgumentException(
                    "--output-activation "
                            + output.optionName()
                            + ": does not go with --loss "
                            + loss.optionName()
                            + "; use --output-activation "
                            + loss.defaultOutput().optionName()
                            + " or leave it out");
        }
    }

    /** A network without layer normalisation. */
    public NetworkDescription(
            List<Integer> widths, Activation hidden, Activation output, Loss loss) {
        this(widths, hidden, output, loss, false);
    }

    private static void requireSomethingToNormalize(List<Integer> widths) {
        if (widths.size() == 2) {
            throw new IllegalArgumentException(
                    "--layer-norm true: there is no hidden layer to normalise in --model "
                            + join(widths)
                            + "; leave it out");
        }
        if (widths.subList(1, widths.size() - 1).contains(1)) {
            throw new IllegalArgumentException(
                    "--layer-norm true: a hidden layer of one unit, as in --model "
                            + join(widths)
                            + ", is the same for all samples once it is normalised; use wider"
                            + " layers or leave it out");
        }
    }

    private static void requireWidths(List<Integer> widths, boolean layerNorm) {
        if (widths.size() < 2) {
            throw new IllegalArgumentException(
                    "--model " + join(widths) + ": " + EXAMPLE + ", found fewer than two");
        }
        long parameters = 0;
        for (int layer = 0; layer + 1 < widths.size(); layer++) {
            long inputs = widths.get(layer);
            long outputs = widths.get(layer + 1);
            if (inputs < 1 || outputs < 1) {
                throw new IllegalArgumentException(
                        "--model " + join(widths) + ": " + EXAMPLE + ", found a width below 1");
            }
            long perUnit = inputs + (layerNorm && layer + 2 < widths.size() ? 3 : 1);
            parameters = Math.min(Integer.MAX_VALUE, parameters) + perUnit * outputs;
        }
        if (parameters > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "--model "
                            + join(widths)
                            + ": expected at most "
                            + Integer.MAX_VALUE
                            + " parameters, found more; use narrower layers");
        }
    }

    /**
     * Reads widths written like {@code 784-16-16-10}.
     *
     * @throws IllegalArgumentException if they are not; the message names the option
     */
    public static NetworkDescription parse(
            String model, Activation hidden, Activation output, Loss loss) {
        List<Integer> widths = new ArrayList<>();
        for (int from = 0; from <= model.length(); ) {
            int dash = model.indexOf('-', from);
            int to = dash < 0 ? model.length() : dash;
            widths.add(parseWidth(model, model.substring(from, to)));
            from = to + 1;
        }
        return new NetworkDescription(widths, hidden, output, loss);
    }

    private static int parseWidth(String model, String width) {
        boolean digits = !width.isEmpty() && width.length() <= 10;
        for (int i = 0; i < width.length(); i++) {
            digits &= width.charAt(i) >= '0' && width.charAt(i) <= '9';
        }
        long value = digits ? Long.parseLong(width) : Long.MAX_VALUE;
        if (value > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "--model " + model + ": " + EXAMPLE + ", found \"" + width + "\"");
        }
        return (int) value;
    }

    /** Layers with parameters: one fewer than widths. */
    public int layers() {
        return widths.size() - 1;
    }

    /** Whether layer {@code layer}, counted from 0, is normalised. */
    public boolean normalizes(int layer) {
        return layerNorm && layer < layers() - 1;
    }

    public int inputs() {
        return widths.getFirst();
    }

    public int outputs() {
        return widths.getLast();
    }

    /** The widths as on the command line: {@code 784-16-16-10}. */
    @Override
    public String toString() {
        return join(widths);
    }

    private static String join(List<Integer> widths) {
        StringBuilder text = new StringBuilder();
        for (int width : widths) {
            text.append(text.isEmpty() ? "" : "-").append(width);
        }
        return text.toString();
    }
}
