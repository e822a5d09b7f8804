package glissade.run;

import glissade.nn.ParameterLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Parameters as tensors, and back: {@code layer.N.weight} [out, in] and {@code layer.N.bias} [out],
 * N from 0, and gain and shift of layer normalisation as {@code layer.N.norm.weight} and {@code
 * layer.N.norm.bias} [out], whatever their layout in memory.
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
        for (Place place : places(layout)) {
            tensors.add(
                    new Tensor(prefix + place.name(), place.shape(), canonical, place.offset()));
        }
        return tensors;
    }

    /** Where a tensor lies in the canonical order. */
    private record Place(String name, List<Integer> shape, int offset) {}

    private static List<Place> places(ParameterLayout layout) {
        List<Place> places = new ArrayList<>();
        for (int layer = 0; layer < layout.layers(); layer++) {
            String name = LAYER + layer;
            List<Integer> units = List.of(layout.outputs(layer));
            places.add(
                    new Place(
                            weight(layer),
                            List.of(layout.outputs(layer), layout.inputs(layer)),
                            layout.weightOffset(layer)));
            places.add(new Place(name + ".bias", units, layout.biasOffset(layer)));
            if (layout.normalizes(layer)) {
                places.add(new Place(name + ".norm.weight", units, layout.gainOffset(layer)));
                places.add(new Place(name + ".norm.bias", units, layout.shiftOffset(layer)));
            }
        }
        return places;
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
        for (Place place : places(layout)) {
            copy(file, prefix + place.name(), place.shape(), canonical, place.offset(), source);
        }
        requireNoMore(file, prefix, layout, source);
        float[] parameters = new float[canonical.length];
        layout.fromCanonical(canonical, parameters);
        return parameters;
    }

    private static void copy(
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
    }

    private static void requireNoMore(
            SafeTensors file, String prefix, ParameterLayout layout, String source) {
        String next = prefix + weight(layout.layers());
        for (int layer = 0; layer < layout.layers(); layer++) {
            String norm = prefix + LAYER + layer + ".norm.weight";
            if (!layout.normalizes(layer) && file.tensor(norm) != null) {
                throw new ConfigurationException(
                        source
                                + ": expected layers without layer normalisation, found "
                                + norm
                                + "; give --layer-norm true");
            }
        }
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
}
