package glissade.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * The directory that a run leaves behind, and the places of everything in it:
 *
 * <pre>
 * run.conf                    the whole configuration
 * metrics.csv                 a row a step, a row an epoch
 * gradients.csv               a row a layer for steps that are looked at closely
 * events.jsonl                one event a line
 * checkpoints/                step-000001234.safetensors
 * model.safetensors           final parameters
 * evaluation.json             all figures of the last evaluation on the test data
 * summary.json                what the run came to
 * restart-1/, restart-2/, …   a run each, in the directory of a run with restarts, which has no metrics
 *                             and checkpoints of its own; its model and summary are the best one's
 * restarts.csv                the valleys that they found
 * run.lock                    empty; locked by the process that the run goes on in
 * </pre>
 */
public final class RunDirectory {

    private final Path root;

    private RunDirectory(Path root) {
        this.root = root;
    }

    /**
     * Makes the directory of a new run and writes {@code run.conf}. A failure leaves nothing
     * behind. Runs that start at the same moment, in any number of processes, get different
     * directories.
     *
     * @param clock for the name, where the configuration has none
     * @throws ConfigurationException if the place cannot be written to, or a run of that name is
     *     there already
     */
    public static RunDirectory create(RunConfiguration configuration, InstantSource clock) {
        return new RunDirectory(NewRunDirectory.make(configuration, clock));
    }

    /**
     * Makes an empty directory in which several runs are to lie side by side, at the place and with
     * the name that a run of this configuration would have.
     *
     * @param clock for the name, where the configuration has none
     * @throws ConfigurationException if the place cannot be written to, or something of that name
     *     is there already
     */
    public static Path createGroup(RunConfiguration configuration, InstantSource clock) {
        return NewRunDirectory.makeGroup(configuration, clock);
    }

    /**
     * Finds the directory of a former run.
     *
     * @throws ConfigurationException if there is none
     */
    public static RunDirectory open(Path root) {
        if (!Files.isDirectory(root)) {
            throw new ConfigurationException(
                    root
                            + ": expected a run directory, found "
                            + (Files.exists(root) ? "a file" : "nothing")
                            + "; name a directory that glissade train made");
        }
        RunDirectory directory = new RunDirectory(root);
        if (!Files.isRegularFile(directory.configurationFile())) {
            throw new ConfigurationException(
                    root
                            + ": expected a run directory, but there is no run.conf in it; name a"
                            + " directory that glissade train made");
        }
        return directory;
    }

    /**
     * Reads {@code run.conf}.
     *
     * @throws ConfigurationException if it cannot be read, or has been damaged
     */
    public RunConfiguration configuration() {
        return RunConfiguration.of(GivenOptions.none().file(configurationFile()));
    }

    /**
     * Takes the right to go on with this run.
     *
     * @throws ConfigurationException if it goes on elsewhere already
     */
    public RunLock lock() {
        return RunLock.of(root, root.resolve("run.lock"));
    }

    /**
     * Whether the run has come to its end: its summary says so, and its model is there.
     *
     * @throws ConfigurationException if the summary is damaged
     */
    public boolean isDone() {
        return Files.exists(summaryFile())
                && RunSummary.read(summaryFile()).status() == RunStatus.DONE
                && Files.exists(modelFile());
    }

    /** Name of the run. */
    public String name() {
        return root.toAbsolutePath().normalize().getFileName().toString();
    }

    public Path root() {
        return root;
    }

    /** The directory of one starting point, from 1, of a run with restarts. */
    public Path restart(int number) {
        return root.resolve(restartName(number));
    }

    static String restartName(int number) {
        return "restart-" + number;
    }

    public Path restartsFile() {
        return root.resolve("restarts.csv");
    }

    public Path configurationFile() {
        return root.resolve("run.conf");
    }

    public Path metricsFile() {
        return root.resolve("metrics.csv");
    }

    public Path gradientsFile() {
        return root.resolve("gradients.csv");
    }

    public Path eventsFile() {
        return root.resolve("events.jsonl");
    }

    public Path checkpoints() {
        return root.resolve("checkpoints");
    }

    public Path modelFile() {
        return root.resolve("model.safetensors");
    }

    public Path evaluationFile() {
        return root.resolve("evaluation.json");
    }

    public Path summaryFile() {
        return root.resolve("summary.json");
    }
}
