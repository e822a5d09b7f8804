package glissade.worker.step;

import glissade.data.Dataset;
import glissade.data.SampleOrder;
import glissade.preprocess.Preprocessing;
import glissade.run.RunConfiguration;

/** The samples that gradients are computed of, what becomes of them first, and their order. */
record TrainingSamples(Dataset data, Preprocessing preprocessing, SampleOrder order) {

    /** Those of a run, in its order. */
    static TrainingSamples of(
            RunConfiguration configuration, Dataset data, Preprocessing preprocessing) {
        return new TrainingSamples(
                data,
                preprocessing,
                new SampleOrder(
                        data.size(),
                        configuration.training().seed(),
                        configuration.data().shuffle()));
    }

    /** Those of a run whose inputs are taken as they are. */
    static TrainingSamples of(RunConfiguration configuration, Dataset data) {
        return of(configuration, data, Preprocessing.none(data.inputs()));
    }
}
