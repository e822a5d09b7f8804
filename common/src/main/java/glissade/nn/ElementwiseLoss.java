package glissade.nn;

/** Loss of one sample that is a sum of terms of single outputs. Stateless. */
interface ElementwiseLoss {

    /**
     * Returns the loss of one sample, outputs ascending in double, and writes its gradient.
     *
     * @param outputs a at {@code [offset, offset + length)}
     * @param targets y at the same place
     * @param gradients receives the derivatives with respect to a at the same place
     */
    double evaluate(float[] outputs, float[] targets, float[] gradients, int offset, int length);
}
