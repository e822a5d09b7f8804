package glissade.check;

/**
 * Gathers what one link says about one layer. The differences are judged against the layer's
 * largest entry, or against a floor where a whole layer is all but flat.
 */
final class Comparison {

    private static final double NEGLIGIBLE = 0.01;

    private final Link link;
    private final int layer;
    private final int parameters;
    private final double largest;
    private final double floor;
    private double difference;
    private int checked;
    private int atKinks;

    /**
     * @param expected gradient of the reference, of which {@code [from, to)} are the layer's
     * @param floor the least that differences are judged against
     */
    Comparison(Link link, int layer, double[] expected, int from, int to, double floor) {
        this.link = link;
        this.layer = layer;
        this.parameters = to - from;
        this.floor = floor;
        double size = 0;
        for (int i = from; i < to; i++) {
            size = Math.max(size, Math.abs(expected[i])); // NaN stays
        }
        largest = size;
    }

    /** A difference that is too small to matter. */
    double accuracy() {
        return NEGLIGIBLE * link.limit() * Math.max(largest, floor);
    }

    void compare(double expected, double found) {
        difference = Math.max(difference, Math.abs(expected - found));
        checked++;
    }

    void atKink() {
        atKinks++;
    }

    LayerCheck result() {
        return new LayerCheck(
                link,
                layer,
                parameters,
                checked,
                atKinks,
                largest,
                checked == 0 ? Double.NaN : error());
    }

    /** No difference is none, however flat the layer. */
    private double error() {
        return difference == 0 ? 0 : difference / Math.max(largest, floor);
    }
}
