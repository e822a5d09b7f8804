package glissade.local;

import glissade.coordinator.RunOutcome;
import glissade.run.Checkpoint;
import glissade.run.Checkpoints;
import glissade.run.ModelFile;
import glissade.run.Restart;
import glissade.run.RestartSummary;
import glissade.run.RunConfiguration;
import glissade.run.RunDirectory;
import glissade.run.RunListener;
import glissade.run.RunLock;
import glissade.run.RunStatus;
import glissade.run.RunSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A run with several starting points: each is trained from, as a run of its own in a directory
 * inside that of the whole, and the one with the lowest validation loss becomes the model of the
 * whole. For one call of {@link #run}; thread-safe.
 */
public final class Restarts {

    private final CheckedRun whole;
    private final RunDirectory directory;
    private final WorkerPlace place;
    private final boolean debug;
    private final Listener listener;
    private final RestartPlan plan;
    private final Sweep sweep;

    /** Hears of the starting points. Calls for different ones come on different threads. */
    public interface Listener {

        /**
         * Training from one begins, or goes on.
         *
         * @param run it as a run of its own
         * @param firstStep steps that were done before
         * @return who hears of its training
         */
        RunListener begins(int number, CheckedRun run, long firstStep);

        /** Training from one has ended; its distance is not known yet. */
        void ended(Restart restart);
    }

    /**
     * How it all ended.
     *
     * @param message one line for the user; empty when all went well
     * @param machineLacksSomething true when that is the cause
     * @param summary of all starting points whose training began
     * @param whole figures of the kept one under the name of the whole run; null for none
     */
    public record Outcome(
            RunStatus status,
            String message,
            boolean machineLacksSomething,
            RestartSummary summary,
            @Nullable RunSummary whole) {}

    /**
     * Restarts that can begin.
     *
     * @param whole the run, with its number of restarts and all its workers
     * @param directory of the whole; those that are found done in it stay as they are, others go on
     *     from their newest checkpoints
     * @param debug whether workers in child JVMs report in detail what they do
     */
    public Restarts(
            CheckedRun whole,
            RunDirectory directory,
            WorkerPlace place,
            boolean debug,
            Listener listener) {
        this.whole = whole;
        this.directory = directory;
        this.place = place;
        this.debug = debug;
        this.listener = listener;
        this.plan = RestartPlan.of(whole.configuration());
        this.sweep = new Sweep(plan.atOnce());
    }

    /**
     * Trains from all starting points and waits for their ends. Interrupting the thread stops all
     * in good order.
     *
     * @throws IOException if the results cannot be written
     * @throws glissade.run.ConfigurationException if the whole run goes on already, in any process
     */
    public Outcome run() throws IOException {
        try (RunLock _ = directory.lock()) {
            return runAlone();
        }
    }

    private Outcome runAlone() throws IOException {
        Map<Integer, Restart> ended = new TreeMap<>();
        List<Start> starts = new ArrayList<>();
        for (int number = 1; number <= plan.restarts(); number++) {
            Restart former = former(number);
            if (former == null) {
                starts.add(new Start(number));
            } else {
                ended.put(number, former);
            }
        }
        List<RunOutcome> outcomes = sweep.run(starts);
        boolean machineLacksSomething = false;
        boolean interrupted = false;
        for (int i = 0; i < starts.size(); i++) {
            RunOutcome outcome = outcomes.get(i);
            int number = starts.get(i).number;
            interrupted |= outcome.status() == RunStatus.INTERRUPTED;
            machineLacksSomething |= outcome.machineLacksSomething();
            if (starts.get(i).begun) {
                ended.put(number, restart(number, outcome));
            }
        }
        return settle(List.copyOf(ended.values()), interrupted, machineLacksSomething);
    }

    /** Stops all that go on, each after the step at hand with a checkpoint; no more begin. */
    public void stop() {
        sweep.stop();
    }

    /** What came of one that is done already; null where there is something to do. */
    private @Nullable Restart former(int number) {
        Path root = directory.restart(number);
        if (!Files.exists(root.resolve("summary.json"))) {
            return null;
        }
        RunSummary summary = RunSummary.read(RunDirectory.open(root).summaryFile());
        return summary.status() == RunStatus.DONE
                ? new Restart(number, seed(number), RunStatus.DONE, "", summary, Double.NaN)
                : null;
    }

    private long seed(int number) {
        return whole.configuration().restartSeed(number);
    }

    private Restart restart(int number, RunOutcome outcome) {
        return new Restart(
                number,
                seed(number),
                outcome.status(),
                outcome.message(),
                outcome.summary(),
                Double.NaN);
    }

    /** One starting point as an item of the sweep. */
    private final class Start implements Sweep.Item {

        private final int number;
        private volatile boolean begun;

        Start(int number) {
            this.number = number;
        }

        @Override
        public LocalRunSettings begin() {
            begun = true;
            RunConfiguration configuration =
                    whole.configuration().restart(number, directory, plan.workersEach());
            Path root = directory.restart(number);
            boolean isNew = !Files.exists(root);
            RunDirectory own =
                    isNew
                            ? RunDirectory.create(configuration, InstantSource.system())
                            : RunDirectory.open(root);
            // Somebody may go on with this one alone, and write a newer checkpoint.
            RunLock lock = own.lock();
            try {
                CheckedRun run = whole.with(configuration);
                Checkpoint checkpoint = isNew ? null : checkpoint(own);
                long firstStep = checkpoint == null ? 0 : checkpoint.step();
                return LocalRunSettings.of(run, own, place)
                        .withCheckpoint(checkpoint)
                        .withDebug(debug)
                        .withListener(listener.begins(number, run, firstStep))
                        .withLock(lock);
            } catch (RuntimeException | Error refused) {
                lock.close();
                throw refused;
            }
        }

        /** Where it goes on, if only to its end; null where it begins. */
        private static @Nullable Checkpoint checkpoint(RunDirectory own) {
            return Checkpoints.areIn(own.checkpoints())
                    ? Checkpoints.newestWhole(own.checkpoints()).checkpoint()
                    : null;
        }

        @Override
        public void ended(RunOutcome outcome) {
            listener.ended(restart(number, outcome));
        }
    }

    private Outcome settle(
            List<Restart> restarts, boolean interrupted, boolean machineLacksSomething)
            throws IOException {
        Restart kept = new RestartSummary(restarts).kept();
        if (kept == null) {
            RestartSummary summary = new RestartSummary(restarts);
            summary.write(directory, null, null);
            return interrupted
                    ? new Outcome(RunStatus.INTERRUPTED, stopped(restarts), false, summary, null)
                    : new Outcome(
                            RunStatus.FAILED,
                            noneKept(restarts),
                            machineLacksSomething,
                            summary,
                            null);
        }
        Path model = modelFile(kept);
        RestartSummary summary = new RestartSummary(withDistances(restarts, model));
        RunStatus status = interrupted ? RunStatus.INTERRUPTED : RunStatus.DONE;
        RunSummary figures = Objects.requireNonNull(kept.summary()).named(directory.name(), status);
        summary.write(directory, figures, model);
        return new Outcome(status, interrupted ? stopped(restarts) : "", false, summary, figures);
    }

    private Path modelFile(Restart restart) {
        return RunDirectory.open(directory.restart(restart.number())).modelFile();
    }

    private List<Restart> withDistances(List<Restart> restarts, Path keptModel) {
        float[] kept = ModelFile.read(keptModel).parameters();
        List<Restart> placed = new ArrayList<>();
        for (Restart restart : restarts) {
            placed.add(
                    restart.status() == RunStatus.DONE
                            ? restart.at(
                                    distance(kept, ModelFile.read(modelFile(restart)).parameters()))
                            : restart);
        }
        return placed;
    }

    private static double distance(float[] from, float[] to) {
        double sum = 0;
        for (int i = 0; i < from.length; i++) {
            double difference = (double) from[i] - to[i];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }

    private String stopped(List<Restart> restarts) {
        long done = restarts.stream().filter(restart -> restart.status() == RunStatus.DONE).count();
        return "stopped on request: "
                + done
                + " of "
                + plan.restarts()
                + " starting points are trained";
    }

    private static String noneKept(List<Restart> restarts) {
        Restart first = restarts.getFirst();
        return "none of the "
                + restarts.size()
                + " starting points led to a model with a finite validation loss; restart 1: "
                + (first.message().isEmpty()
                        ? "its validation loss is " + first.validationLoss()
                        : first.message());
    }
}
