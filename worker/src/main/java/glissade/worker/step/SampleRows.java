package glissade.worker.step;

import glissade.data.Dataset;
import glissade.nn.Propagation;
import glissade.nn.TargetKind;

/** Puts samples of a data set and their answers into the rows of a propagation. */
final class SampleRows {

    private SampleRows() {}

    /** What the answers of a data set are. */
    static TargetKind kind(Dataset data) {
        return data.labelled() ? TargetKind.LABELS : TargetKind.VALUES;
    }

    /** Copies one sample to one row; allocates nothing. */
    static void copy(Dataset data, int sample, Propagation propagation, int row) {
        data.copyInputs(sample, propagation.inputs(), row * data.inputs());
        if (data.labelled()) {
            propagation.labels()[row] = data.label(sample);
        } else {
            data.copyTargets(sample, propagation.targets(), row * data.targets());
        }
    }
}
