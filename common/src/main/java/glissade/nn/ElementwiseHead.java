package glissade.nn;

import glissade.math.Kernels;

/** An elementwise activation followed by an elementwise loss. */
final class ElementwiseHead implements OutputHead {
    private final DenseLayer last;
    private final Targets targets;
    private final ElementwiseLoss loss;

    ElementwiseHead(DenseLayer last, Targets targets, ElementwiseLoss loss) {
        this.last = last;
        this.targets = targets;
        this.loss = loss;
    }

    @Override
    public void activate(Kernels kernels, int fromRow, int toRow) {
        last.applyActivation(kernels, fromRow, toRow);
    }

    @Override
    public double loss(Kernels kernels, int fromRow, int toRow) {
        int outputs = last.outputs();
        double sum = 0.0;
        for (int row = fromRow; row < toRow; row++) {
            targets.prepare(row);
            sum +=
                    loss.evaluate(
                            last.activations(),
                            targets.values(),
                            last.deltas(),
                            row * outputs,
                            outputs);
        }
        last.multiplyByDerivative(kernels, fromRow, toRow);
        return sum;
    }
}
