package glissade.reference;

/** Targets of classes. */
public final class Targets {

    private Targets() {}

    /** 1 at the label and 0 elsewhere; with a single output, 1 for label 1 and 0 for label 0. */
    public static double[] oneHot(int label, int outputs) {
        return smoothed(label, outputs, 0);
    }

    /**
     * {@link #oneHot} with a share of each target spread over all classes, of which a single output
     * has two.
     */
    public static double[] smoothed(int label, int outputs, double smoothing) {
        double[] y = new double[outputs];
        for (int output = 0; output < outputs; output++) {
            boolean meant = outputs == 1 ? label == 1 : label == output;
            y[output] = (meant ? 1 - smoothing : 0) + smoothing / (outputs == 1 ? 2 : outputs);
        }
        return y;
    }
}
