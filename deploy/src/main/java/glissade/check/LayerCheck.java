package glissade.check;

/**
 * One link, held against one layer.
 *
 * @param parameters of the layer
 * @param checked how many of them were compared
 * @param atKinks how many more were chosen, but lie where the objective has no slope
 * @param largest magnitude of the largest entry of the reference's gradient in this layer
 * @param error largest difference, as a share of {@code largest}; NaN where there is no comparing
 */
public record LayerCheck(
        Link link,
        int layer,
        int parameters,
        int checked,
        int atKinks,
        double largest,
        double error) {

    /** Whether the error is within the link's limit; one that cannot be told is not. */
    public boolean holds() {
        return error < link.limit();
    }
}
