package glissade.worker.step;

import glissade.data.Dataset;
import glissade.math.Kernels;
import glissade.nn.Propagation;
import glissade.nn.TargetKind;
import glissade.preprocess.PreparedInputs;
import glissade.preprocess.Preprocessing;

/**
 * Puts samples of a data set and their answers into the rows of a propagation: {@link #copy} some,
 * then {@link #prepare} them. Lanes may fill different rows at once. Allocates nothing after
 * construction.
 */
final class SampleRows {

    /** Samples that are brought into the cache at once. */
    private static final int TOGETHER = 8;

    private final Dataset data;
    private final Propagation propagation;
    private final PreparedInputs inputs;

    /** Written by any lane and never read: it keeps the looks at samples alive. */
    @SuppressWarnings("UnusedVariable")
    private int touched;

    /** Fills the rows of {@code propagation}, made for this {@link #kind} of answers. */
    SampleRows(Dataset data, Preprocessing preprocessing, Propagation propagation) {
        this.data = data;
        this.propagation = propagation;
        this.inputs = new PreparedInputs(data, preprocessing, propagation.inputs());
    }

    /** What the answers of a data set are. */
    static TargetKind kind(Dataset data) {
        return data.targets() > 0 ? TargetKind.VALUES : TargetKind.LABELS;
    }

    /** Copies the samples that {@link Propagation#samples} names for rows [fromRow, toRow). */
    void gather(int fromRow, int toRow) {
        int[] samples = propagation.samples();
        int seen = 0;
        for (int first = fromRow; first < toRow; first += TOGETHER) {
            int end = Math.min(first + TOGETHER, toRow);
            for (int row = first; row < end; row++) {
                seen |= data.touch(samples[row]);
            }
            for (int row = first; row < end; row++) {
                copy(samples[row], row);
            }
        }
        touched = seen;
    }

    /** Copies one sample to one row. */
    void copy(int sample, int row) {
        inputs.copy(sample, row);
        if (data.labelled()) {
            propagation.labels()[row] = data.label(sample);
        } else {
            data.copyTargets(sample, propagation.targets(), row * data.targets());
        }
    }

    /** Preprocesses the inputs of rows [fromRow, toRow), each copied before. */
    void prepare(Kernels kernels, int fromRow, int toRow) {
        inputs.prepare(kernels, fromRow, toRow);
    }
}
