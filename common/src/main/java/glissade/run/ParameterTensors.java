package glissade.run;

import glissade.nn.ParameterLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Parameters as tensors, and back: {@code layer.N.weight} [out, in] and {@code layer.N.bias} [out],
 * N from 0, whatever their layout in memory.
 */
final class ParameterTensors {

    private static final String LAYER = "layer.";

    private ParameterTensors() {}

    /**
     * The tensors of a parameter vector, or of one that is as long.
     *
     * @param prefix goes before each name
     * @param parameters [parameterCount] in memory layout
     */
    static List<Tensor> of(String prefix, ParameterLayout layout, float[] parameters) {
        float[] canonical = new float[layout.parameterCount()];
        layout.toCanonical(parameters, canonical);
        List<Tensor> tensors = new ArrayList<>();
        int offset = 0;
        for (int layer = 0; layer < layout.layers(); layer++) {
            int outputs = layout.outputs(layer);
            List<Integer> shape = List.of(outputs, layout.inputs(layer));
            tensors.add(new Tensor(prefix + weight(layer), shape, canonical, offset));
            offset += outputs * layout.inputs(layer);
            tensors.add(new Tensor(prefix + bias(layer), List.of(outputs), canonical, offset));
            offset += outputs;
        }
        return tensors;
    }

    /**
     * The parameters in memory layout.
     *
     * @param source for messages: the file
     * @throws ConfigurationException if tensors are missing or shaped otherwise, or there are
     *     layers more than the network has
     */
    static float[] collect(SafeTensors file, String prefix, ParameterLayout layout, String source) {
        float[] canonical = new float[layout.parameterCount()];
        int offset = 0;
        for (int layer = 0; layer < layout.layers(); layer++) {
            int outputs = layout.outputs(layer);
            List<Integer> shape = List.of(outputs, layout.inputs(layer));
            offset += copy(file, prefix + weight(layer), shape, canonical, offset, source);
            offset += copy(file, prefix + bias(layer), List.of(outputs), canonical, offset, source);
        }
        requireNoMore(file, prefix, layout, source);
        float[] parameters = new float[canonical.length];
        layout.fromCanonical(canonical, parameters);
        return parameters;
    }

    private static int copy(
            SafeTensors file,
            String name,
            List<Integer> shape,
            float[] out,
            int offset,
            String source) {
        Tensor tensor = file.tensor(name);
        if (tensor == null) {
            throw new ConfigurationException(
                    source
                            + ": expected a float32 tensor "
                            + name
                            + " of shape "
                            + shape
                            + ", found none; its tensors are "
                            + OneLine.cut(String.join(", ", file.names())));
        }
        if (!tensor.shape().equals(shape)) {
            throw new ConfigurationException(
                    source
                            + ": expected "
                            + name
                            + " of shape "
                            + shape
                            + ", found "
                            + tensor.shape()
                            + "; give the --model that the file was written for");
        }
        tensor.copyTo(out, offset);
        return tensor.length();
    }

    private static void requireNoMore(
            SafeTensors file, String prefix, ParameterLayout layout, String source) {
        String next = prefix + weight(layout.layers());
        if (file.tensor(next) != null) {
            throw new ConfigurationException(
                    source
                            + ": expected "
                            + layout.layers()
                            + " layers, found more ("
                            + next
                            + "); give the --model that the file was written for");
        }
    }

    private static String weight(int layer) {
        return LAYER + layer + ".weight";
    }

    private static String bias(int layer) {
        return LAYER + layer + ".bias";
    }
}
