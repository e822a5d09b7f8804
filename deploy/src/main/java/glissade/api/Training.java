package glissade.api;

import glissade.local.WorkerPlace;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Describes a training and runs it. Immutable: each method returns another description. What is not
 * said has the default of {@code glissade train}, but for {@link #workers}; {@link #option} takes
 * every option of it. Values are checked by {@link #run}, together with the data.
 *
 * <p>The JVM needs the flags of {@code deploy/bin/jvm.options}: {@code java @jvm.options -cp …}.
 * Any number of trainings may go on at once, each called on a thread of its own.
 */
public final class Training {

    private static final String DATA = "data";
    private static final String TEST = "test";
    private static final String VALIDATION = "validation";

    private final Map<String, String> options;
    private final Map<String, Samples> arrays;
    private final @Nullable Path configuration;
    private final WorkerPlace place;
    private final Listeners listeners;

    private Training(
            Map<String, String> options,
            Map<String, Samples> arrays,
            @Nullable Path configuration,
            WorkerPlace place,
            Listeners listeners) {
        this.options = options;
        this.arrays = arrays;
        this.configuration = configuration;
        this.place = place;
        this.listeners = listeners;
    }

    private static Training begin(Map<String, String> options, @Nullable Path configuration) {
        return new Training(options, Map.of(), configuration, WorkerPlace.THREADS, Listeners.NONE);
    }

    /**
     * A network.
     *
     * @param model width of each layer from the inputs to the outputs: {@code 784-128-10}
     */
    public static Training of(String model) {
        return begin(Map.of("model", model, "workers", "1"), null);
    }

    /**
     * What a configuration file says; the {@code run.conf} of a former run repeats it. What is said
     * afterwards outranks it, and {@link #keepRunIn} alone decides where the run goes.
     */
    public static Training configured(Path file) {
        return begin(Map.of(), file);
    }

    /**
     * Sets an option of {@code glissade train}.
     *
     * @param name without dashes: {@code "layer-norm"}
     * @param value as on the command line, or a number or truth value
     */
    public Training option(String name, Object value) {
        Map<String, String> more = new LinkedHashMap<>(options);
        more.put(name, value.toString());
        Map<String, Samples> others = new LinkedHashMap<>(arrays);
        others.remove(name);
        return new Training(more, others, configuration, place, listeners);
    }

    private Training samples(String name, Samples samples) {
        Training named = option(name, "in arrays");
        named.arrays.put(name, samples);
        return named;
    }

    /** Data by name: {@code digits}, a directory, {@code csv:FILE,label=COLUMN}, and so on. */
    public Training data(String source) {
        return option(DATA, source);
    }

    /**
     * Data to classify, in arrays. A fifth is kept for testing unless {@link #test} or {@code
     * option("holdout", …)} says otherwise.
     *
     * @param inputs [samples][inputs], kept until the end of training, not copied
     * @param labels [samples]; every number that occurs is a class, in ascending order
     */
    public Training data(float[][] inputs, int[] labels) {
        return samples(DATA, Samples.labelled(inputs, labels));
    }

    /**
     * Data with values to predict, in arrays; take a loss for them with {@link #loss}. A fifth is
     * kept for testing as with classes.
     *
     * @param inputs [samples][inputs], kept until the end of training, not copied
     * @param targets [samples][outputs], likewise
     */
    public Training data(float[][] inputs, float[][] targets) {
        return samples(DATA, Samples.withTargets(inputs, targets));
    }

    /** Data to test on, by name. */
    public Training test(String source) {
        return option(TEST, source);
    }

    /** Data to test on, in arrays like those of {@link #data(float[][], int[])}. */
    public Training test(float[][] inputs, int[] labels) {
        return samples(TEST, Samples.labelled(inputs, labels));
    }

    /** Data to test on, in arrays like those of {@link #data(float[][], float[][])}. */
    public Training test(float[][] inputs, float[][] targets) {
        return samples(TEST, Samples.withTargets(inputs, targets));
    }

    /** Keeps a share of the training data, 0 to below 1, to watch training by. */
    public Training validation(double share) {
        return option(VALIDATION, share);
    }

    /** Data to watch training by, in arrays like those of {@link #data(float[][], int[])}. */
    public Training validation(float[][] inputs, int[] labels) {
        return samples(VALIDATION, Samples.labelled(inputs, labels));
    }

    /** Data to watch training by, in arrays like those of {@link #data(float[][], float[][])}. */
    public Training validation(float[][] inputs, float[][] targets) {
        return samples(VALIDATION, Samples.withTargets(inputs, targets));
    }

    /** None, standardize, minmax, pca-whiten or zca-whiten: kept in the model. */
    public Training preprocess(String name) {
        return option("preprocess", name);
    }

    /** Activation of the hidden layers: relu, leaky-relu, sigmoid, tanh or identity. */
    public Training activation(String name) {
        return option("activation", name);
    }

    /** What is minimised: cross-entropy, binary-cross-entropy, mse, mae or quadratic. */
    public Training loss(String name) {
        return option("loss", name);
    }

    /** Sgd, momentum, nesterov, adagrad, rmsprop, adam or adamw. */
    public Training optimizer(String name) {
        return option("optimizer", name);
    }

    public Training learningRate(double rate) {
        return option("lr", rate);
    }

    /** How the learning rate changes: constant, step, exponential, cosine, one-cycle, plateau. */
    public Training schedule(String name) {
        return option("schedule", name);
    }

    /** Samples in a mini-batch, over all workers. */
    public Training batch(int samples) {
        return option("batch", samples);
    }

    /** Every step sees all training samples: batch gradient descent. */
    public Training wholeBatch() {
        return option("batch", "all");
    }

    /** Passes over the training data. */
    public Training epochs(int count) {
        return option("epochs", count);
    }

    /** Ends after so many epochs without a lower validation loss; the best parameters are kept. */
    public Training patience(int epochs) {
        return option("patience", epochs);
    }

    /** Trains from so many starting points; that with the lowest validation loss is kept. */
    public Training restarts(int count) {
        return option("restarts", count);
    }

    /** Decides initial parameters, order of samples and which are held out. */
    public Training seed(long seed) {
        return option("seed", seed);
    }

    /** Workers that share the work (1); their number changes no bit of the result. */
    public Training workers(int count) {
        return option("workers", count);
    }

    /** Training threads in each worker; their number changes no bit of the result. */
    public Training threads(int count) {
        return option("threads", count);
    }

    /** Workers are threads of this JVM: quick to start. The default. */
    public Training inThisJvm() {
        return new Training(options, arrays, configuration, WorkerPlace.THREADS, listeners);
    }

    /**
     * Each worker is a JVM of its own on this machine, as on a cluster. They get this JVM's class
     * path, the flags of {@code jvm.options} and those of {@code GLISSADE_JVM_OPTS}.
     */
    public Training onLocalCluster() {
        return new Training(options, arrays, configuration, WorkerPlace.CHILD_JVMS, listeners);
    }

    /**
     * Keeps the run directory (metrics, checkpoints, model) under this one, and samples from arrays
     * beside it. Without this nothing is kept but what {@link #run} returns.
     */
    public Training keepRunIn(Path runs) {
        return option(Trainer.OUT, runs);
    }

    /**
     * Hears of each epoch, in order, on a thread of the training's; must return quickly. What it
     * throws ends the training, and {@link #run} throws it. Several starting points tell of theirs
     * on different threads.
     */
    public Training onEpoch(Consumer<Epoch> hears) {
        return with(new Listeners(listeners.step(), hears, listeners.warning()));
    }

    /** Hears of each step, like {@link #onEpoch}. */
    public Training onStep(Consumer<Step> hears) {
        return with(new Listeners(hears, listeners.epoch(), listeners.warning()));
    }

    /** Hears what looks wrong and what to try, a line each, like {@link #onEpoch}. */
    public Training onWarning(Consumer<String> hears) {
        return with(new Listeners(listeners.step(), listeners.epoch(), hears));
    }

    private Training with(Listeners others) {
        return new Training(options, arrays, configuration, place, others);
    }

    /**
     * Trains, and waits for the end. Interrupting the thread ends training after the step at hand.
     * Nothing is left running, also where the JVM is told to end.
     *
     * @throws TrainingFailedException if options or data cannot be used, this JVM or machine lacks
     *     something, or training came to no good or was ended; the message is that of the command
     *     line
     * @throws java.io.UncheckedIOException if samples cannot be written to a temporary directory
     */
    public Trained run() {
        return new Trainer(options, arrays, configuration, place, listeners).train();
    }
}
