package glissade.api;

import glissade.data.DataException;
import glissade.data.DataSelection;
import glissade.data.DataSource;
import glissade.data.Dataset;
import glissade.local.Machine;
import glissade.math.Kernels;
import glissade.nn.Network;
import glissade.nn.Predictor;
import glissade.protocol.EvaluationSchedule;
import glissade.run.ConfigurationException;
import glissade.run.ModelFile;
import glissade.run.TrainedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A trained network with the preprocessing of its inputs and the names of its classes. Thread-safe:
 * one prediction at a time.
 */
public final class Model {

    private final TrainedModel trained;
    private final Kernels kernels;
    private final Predictor predictor;

    Model(TrainedModel trained) {
        this.trained = trained;
        this.kernels = Machine.kernels();
        this.predictor =
                new Predictor(kernels, new Network(trained.network()), trained.parameters(), 1);
    }

    /**
     * Reads a model.
     *
     * @param modelOrRun a {@code model.safetensors}, or the directory of a run
     * @throws TrainingFailedException if there is none, or it is damaged
     */
    public static Model load(Path modelOrRun) {
        try {
            return new Model(ModelFile.read(ModelFile.find(modelOrRun)));
        } catch (ConfigurationException | DataException unreadable) {
            throw new TrainingFailedException(String.valueOf(unreadable.getMessage()), unreadable);
        }
    }

    /**
     * Writes the model as a safetensors file, atomically.
     *
     * @throws UncheckedIOException if it cannot be written; the message names the file
     */
    public void save(Path file) {
        try {
            ModelFile.write(file, trained);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** Width of each layer from the inputs to the outputs: {@code 784-128-10}. */
    public String network() {
        return trained.network().toString();
    }

    /** Values that a sample has. */
    public int inputs() {
        return trained.network().inputs();
    }

    /** Names of the classes in the order of the outputs; empty for a regression. */
    public List<String> classNames() {
        return trained.classNames();
    }

    /**
     * Predicts one sample.
     *
     * @param sample [inputs], as the training data had them; not modified
     * @return [outputs]: probabilities of the classes with a softmax, else what the output
     *     activation gives
     * @throws IllegalArgumentException if the sample has another length
     */
    public synchronized float[] predict(float[] sample) {
        compute(sample);
        return Arrays.copyOf(predictor.outputs(), trained.network().outputs());
    }

    /**
     * Class of one sample, its place in {@link #classNames}, from 0: that of the largest output; -1
     * where an output is no number, and for a regression.
     *
     * @param sample [inputs], as the training data had them; not modified
     */
    public synchronized int predictClass(float[] sample) {
        compute(sample);
        return predictor.predictedClass(0);
    }

    /** Name of the class of one sample, as {@link #classNames} has it; empty where it has none. */
    public String predictClassName(float[] sample) {
        int predicted = predictClass(sample);
        return predicted < 0 ? "" : classNames().get(predicted);
    }

    /**
     * Measures the model on data by name, as {@code glissade evaluate} does.
     *
     * @param source {@code digits}, a directory, {@code csv:FILE,label=COLUMN}, and so on; of data
     *     with a test part that part is taken
     * @throws TrainingFailedException if the data cannot be read or do not fit the model
     */
    public Evaluation evaluate(String source) {
        try {
            Dataset samples =
                    DataSelection.loadForEvaluation(
                            "--data",
                            DataSource.parse("--data", source, Path.of("")),
                            trained.network(),
                            trained.schema());
            return measure(samples);
        } catch (ConfigurationException | DataException unusable) {
            throw new TrainingFailedException(String.valueOf(unusable.getMessage()), unusable);
        }
    }

    /**
     * Measures the model on samples in arrays.
     *
     * @param inputs [samples][inputs], as the training data had them
     * @param labels [samples], numbers of classes as in training
     * @throws TrainingFailedException if they do not fit the model
     * @throws UncheckedIOException if they cannot be written to a temporary directory
     */
    public Evaluation evaluate(float[][] inputs, int[] labels) {
        return evaluate(Samples.labelled(inputs, labels));
    }

    /**
     * Measures the model on samples in arrays.
     *
     * @param inputs [samples][inputs], as the training data had them
     * @param targets [samples][outputs]
     * @throws TrainingFailedException if they do not fit the model
     * @throws UncheckedIOException if they cannot be written to a temporary directory
     */
    public Evaluation evaluate(float[][] inputs, float[][] targets) {
        return evaluate(Samples.withTargets(inputs, targets));
    }

    private Evaluation evaluate(Samples samples) {
        try (Ending ending = new Ending()) {
            return evaluate(samples.write(ending.temporary(), "samples"));
        } catch (IOException unwritten) {
            throw new UncheckedIOException(unwritten.getMessage(), unwritten);
        }
    }

    private Evaluation measure(Dataset samples) {
        try (glissade.worker.step.Evaluation evaluation =
                new glissade.worker.step.Evaluation(
                        new Network(trained.network()),
                        samples,
                        trained.preprocessing(),
                        EvaluationSchedule.SLICE,
                        1)) {
            return Evaluation.of(evaluation.measure(trained.parameters()), trained.schema());
        }
    }

    private void compute(float[] sample) {
        if (sample.length != inputs()) {
            throw new IllegalArgumentException(
                    "a sample has " + inputs() + " values: length=" + sample.length);
        }
        trained.preprocessing().apply(kernels, 1, sample.clone(), 0, predictor.inputs(), 0);
        predictor.predict(1);
    }
}
