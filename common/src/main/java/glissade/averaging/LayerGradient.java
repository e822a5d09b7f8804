package glissade.averaging;

/**
 * The gradient of one layer at a commit: how steep, and along which component most.
 *
 * @param layer from 0
 * @param norm Euclidean norm over the layer's parameters
 * @param component the parameter that pays most to change, like {@code weight[12,400]} (unit,
 *     input) or {@code bias[3]}
 * @param slope of the objective along it: the component with the largest magnitude
 */
public record LayerGradient(int layer, double norm, String component, float slope) {

    public LayerGradient {
        if (layer < 0) {
            throw new IllegalArgumentException("layer must not be negative: layer=" + layer);
        }
    }
}
