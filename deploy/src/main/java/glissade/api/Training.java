package glissade.api;

import glissade.coordinator.RunOutcome;
import glissade.data.DataException;
import glissade.local.CannotStartException;
import glissade.local.CheckedRun;
import glissade.local.LocalRun;
import glissade.local.LocalRunSettings;
import glissade.local.WorkerPlace;
import glissade.math.UnsupportedMachineException;
import glissade.plane.InsufficientSharedMemoryException;
import glissade.run.ConfigurationException;
import glissade.run.EpochRow;
import glissade.run.GivenOptions;
import glissade.run.ModelFile;
import glissade.run.RunConfiguration;
import glissade.run.RunDirectory;
import glissade.run.RunListener;
import glissade.run.RunStatus;
import glissade.run.RunSummary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Describes a training and runs it. Immutable: each method returns another description. What is not
 * said has the default of {@code glissade train}; {@link #option} takes every option of it.
 *
 * <p>The JVM needs the flags of {@code deploy/bin/jvm.options}.
 */
public final class Training {

    private final Map<String, String> options;
    private final @Nullable Samples samples;
    private final @Nullable Path directory;
    private final WorkerPlace place;
    private final Consumer<Epoch> listener;

    private Training(
            Map<String, String> options,
            @Nullable Samples samples,
            @Nullable Path directory,
            WorkerPlace place,
            Consumer<Epoch> listener) {
        this.options = options;
        this.samples = samples;
        this.directory = directory;
        this.place = place;
        this.listener = listener;
    }

    /**
     * A network.
     *
     * @param model width of each layer from the inputs to the outputs: {@code 784-128-10}
     */
    public static Training of(String model) {
        Map<String, String> options = Map.of("model", model, "workers", "1");
        return new Training(options, null, null, WorkerPlace.THREADS, _ -> {});
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
        return new Training(more, samples, directory, place, listener);
    }

    /** Data by name: {@code digits}, a directory, {@code csv:FILE,label=COLUMN}, and so on. */
    public Training data(String source) {
        Training named = option("data", source);
        return new Training(named.options, null, directory, place, listener);
    }

    /**
     * Data to classify, in arrays; a fifth is kept for testing unless {@link #option} says
     * otherwise.
     *
     * @param inputs [samples][inputs], kept, not copied
     * @param labels [samples], classes from 0
     */
    public Training data(float[][] inputs, int[] labels) {
        return data(Samples.labelled(inputs, labels));
    }

    /**
     * Data with values to predict, in arrays; a fifth is kept for testing unless {@link #option}
     * says otherwise.
     *
     * @param inputs [samples][inputs], kept, not copied
     * @param targets [samples][outputs], kept, not copied
     */
    public Training data(float[][] inputs, float[][] targets) {
        return data(Samples.withTargets(inputs, targets));
    }

    private Training data(Samples inArrays) {
        Map<String, String> more = new LinkedHashMap<>(options);
        if (!more.containsKey("test")) {
            more.putIfAbsent("holdout", "0.2");
        }
        return new Training(more, inArrays, directory, place, listener);
    }

    public Training optimizer(String name) {
        return option("optimizer", name);
    }

    public Training learningRate(double rate) {
        return option("lr", rate);
    }

    /** Samples in a mini-batch, over all workers. */
    public Training batch(int samplesInAll) {
        return option("batch", samplesInAll);
    }

    public Training epochs(int count) {
        return option("epochs", count);
    }

    public Training seed(long seed) {
        return option("seed", seed);
    }

    /** Workers that share the work; their number changes no bit of the result. */
    public Training workers(int count) {
        return option("workers", count);
    }

    /** Workers are threads of this JVM: quick to start. The default. */
    public Training inThisJvm() {
        return new Training(options, samples, directory, WorkerPlace.THREADS, listener);
    }

    /** Each worker is a JVM of its own on this machine, as on a cluster. */
    public Training onLocalCluster() {
        return new Training(options, samples, directory, WorkerPlace.CHILD_JVMS, listener);
    }

    /** Keeps the run directory (metrics, checkpoints, model) under this one. */
    public Training keepRunIn(Path runs) {
        return new Training(options, samples, runs, place, listener);
    }

    /** Hears of each epoch, on a thread of the training's; must return quickly. */
    public Training onEpoch(Consumer<Epoch> hears) {
        return new Training(options, samples, directory, place, hears);
    }

    /**
     * Trains, and waits for the end. Interrupting the thread ends training after the step at hand.
     *
     * @throws TrainingFailedException if options or data cannot be used, or training came to no
     *     good; the message is that of the command line
     */
    public Trained run() {
        Path temporary = temporaryDirectory();
        try {
            return run(temporary);
        } catch (ConfigurationException
                | DataException
                | CannotStartException
                | UnsupportedMachineException
                | InsufficientSharedMemoryException refused) {
            throw new TrainingFailedException(String.valueOf(refused.getMessage()), refused);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(temporary);
        }
    }

    private Trained run(Path temporary) throws IOException {
        Map<String, String> all = new LinkedHashMap<>(options);
        all.put("out", String.valueOf(directory == null ? temporary : directory));
        if (samples != null) {
            all.put("data", samples.write(temporary, "samples"));
        }
        RunConfiguration configuration = RunConfiguration.of(GivenOptions.none().commandLine(all));
        CheckedRun checked = CheckedRun.of(configuration);
        RunDirectory run = RunDirectory.create(configuration, InstantSource.system());
        LocalRunSettings settings =
                LocalRunSettings.of(checked, run, place).withListener(new Epochs(listener));
        RunOutcome outcome;
        try (LocalRun started = LocalRun.start(settings)) {
            outcome = started.end();
        }
        RunSummary summary = outcome.summary();
        if (outcome.status() != RunStatus.DONE || summary == null) {
            throw new TrainingFailedException(outcome.message());
        }
        return new Trained(
                new Model(ModelFile.read(run.modelFile())),
                summary.progress().epochs(),
                summary.progress().steps(),
                summary.quality().testLoss(),
                summary.quality().testAccuracy(),
                String.valueOf(summary.quality().parametersSha256()),
                outcome.message());
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("glissade-training");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path root) {
        try (Stream<Path> all = Files.walk(root)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        }
    }

    /** Passes the ends of epochs on. */
    private record Epochs(Consumer<Epoch> listener) implements RunListener {

        @Override
        public void onEpoch(EpochRow row) {
            listener.accept(
                    new Epoch(
                            row.epoch(),
                            row.epochLoss(),
                            row.validation() == null ? Double.NaN : row.validation().loss(),
                            row.test() == null ? Double.NaN : row.test().loss()));
        }
    }
}
