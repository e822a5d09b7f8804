package glissade.local;

import glissade.collective.UnitRounding;
import glissade.data.DataSelection;
import glissade.data.Dataset;
import glissade.optim.OptimizerDescription;
import glissade.protocol.EvaluationSchedule;
import glissade.run.Batch;
import glissade.run.CheckpointInterval;
import glissade.run.RunConfiguration;
import glissade.run.TrainedModel;
import glissade.run.TrainingLength;
import java.nio.file.Path;

/**
 * A finished model, measured by several workers as a run without a step: each evaluates its slices
 * of the test data, and the sums go up the same tree, so that the figures have the same bits
 * whoever takes part.
 *
 * @param modelFile where the model comes from; workers learn there how its data are read
 * @param data of which the test part is measured
 * @param seed chooses the samples of that part where they are held out
 */
public record Measurement(
        Path modelFile, TrainedModel model, DataSelection data, long seed, int workers) {

    /**
     * The run, which leaves what it writes in {@code directory}.
     *
     * @param samples of the test part
     * @param threads of each worker
     * @throws CannotStartException if this JVM was not started with the flags that it needs
     * @throws glissade.math.UnsupportedMachineException if this machine cannot compute
     * @throws glissade.plane.InsufficientSharedMemoryException if parameters have no room here
     */
    public CheckedRun run(Dataset samples, int threads, Path directory) {
        RunConfiguration defaults = RunConfiguration.defaults();
        return CheckedRun.measuring(
                new RunConfiguration(
                        new RunConfiguration.Data(data, model.preprocessing().kind(), false),
                        new RunConfiguration.Model(
                                model.network(),
                                defaults.model().initialization(),
                                modelFile.toAbsolutePath().toString(),
                                seed,
                                1),
                        training(defaults.training(), samples.size()),
                        new RunConfiguration.Cluster(
                                workers,
                                threads,
                                defaults.cluster().transport(),
                                defaults.cluster().averaging(),
                                defaults.cluster().bucketLength(),
                                null),
                        new RunConfiguration.Output(
                                directory.toString(),
                                "evaluation",
                                new CheckpointInterval.Steps(0),
                                defaults.output().logEvery(),
                                null)),
                samples);
    }

    /** What no step ever asks for, as small as it may be: a mini-batch needs room. */
    private RunConfiguration.Training training(RunConfiguration.Training defaults, int samples) {
        return new RunConfiguration.Training(
                OptimizerDescription.of("sgd"),
                defaults.learningRate(),
                defaults.schedule(),
                new Batch.Samples(Math.min(EvaluationSchedule.SLICE, samples)),
                null,
                UnitRounding.NONE,
                null,
                new TrainingLength.Steps(1),
                defaults.regularization(),
                defaults.clipping(),
                defaults.stopping(),
                seed);
    }
}
