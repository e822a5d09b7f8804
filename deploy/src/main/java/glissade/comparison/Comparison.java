package glissade.comparison;

import glissade.coordinator.RunOutcome;
import glissade.curve.Candidate;
import glissade.curve.LossCurve;
import glissade.curve.LossRecorder;
import glissade.curve.Verdict;
import glissade.curve.Verdicts;
import glissade.local.Divergence;
import glissade.local.LocalRun;
import glissade.local.LocalRunSettings;
import glissade.local.Refusal;
import glissade.local.WorkerPlace;
import glissade.run.RunDirectory;
import glissade.run.RunStatus;
import glissade.run.RunSummary;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Trains settings one after another, so that each has the machine for itself, with workers that are
 * threads of this JVM, and judges them. Used by one thread; {@link #stop} may be called by another.
 */
public final class Comparison {

    /** Hears how it goes. */
    public interface Listener {

        /**
         * A setting begins.
         *
         * @param number of the setting, from 1
         */
        void onStarted(int number, Setting setting);

        /** A setting has ended. */
        void onEnded(int number, Setting setting, RunOutcome outcome);
    }

    /**
     * How it ended.
     *
     * @param results of the settings that ended by themselves, in the order of the settings
     * @param problem why the last setting could not be trained to its end; empty when it could
     * @param machineLacksSomething true when that is the cause
     * @param stopped whether it was stopped on request
     */
    public record Outcome(
            List<Result> results, String problem, boolean machineLacksSomething, boolean stopped) {
        public Outcome {
            results = List.copyOf(results);
        }
    }

    private record Ended(
            Setting setting,
            RunDirectory directory,
            RunSummary summary,
            LossCurve curve,
            String divergence) {}

    private final List<Setting> settings;
    private final Listener listener;
    private @Nullable LocalRun running;
    private boolean stopRequested;

    /** Compares settings, each leaving its run where its configuration says. */
    public Comparison(List<Setting> settings, Listener listener) {
        this.settings = List.copyOf(settings);
        this.listener = listener;
    }

    /**
     * Trains all settings. A setting whose loss diverges is a result like any other; one that ends
     * in another way, or cannot begin, ends the comparison.
     */
    public Outcome run() {
        List<Ended> ended = new ArrayList<>();
        for (int index = 0; index < settings.size() && !stopRequested(); index++) {
            Setting setting = settings.get(index);
            listener.onStarted(index + 1, setting);
            Attempt attempt = new Attempt(setting);
            RunOutcome outcome = Refusal.orEnd(attempt::train);
            listener.onEnded(index + 1, setting, outcome);
            RunSummary summary = outcome.summary();
            String divergence = Divergence.of(outcome);
            RunDirectory place = attempt.place;
            if (summary == null
                    || place == null
                    || (outcome.status() != RunStatus.DONE && divergence.isEmpty())) {
                boolean stopped = outcome.status() == RunStatus.INTERRUPTED;
                return new Outcome(
                        results(ended),
                        stopped ? "" : outcome.message(),
                        outcome.machineLacksSomething(),
                        stopped);
            }
            ended.add(new Ended(setting, place, summary, attempt.recorder.curve(), divergence));
        }
        return new Outcome(results(ended), "", false, stopRequested());
    }

    /** To train one setting. */
    private final class Attempt {

        private final Setting setting;
        private final LossRecorder recorder = new LossRecorder();

        /** Where its run is, once it has a place. */
        private @Nullable RunDirectory place;

        Attempt(Setting setting) {
            this.setting = setting;
        }

        RunOutcome train() {
            RunDirectory own =
                    RunDirectory.create(setting.run().configuration(), InstantSource.system());
            place = own;
            try (LocalRun run =
                    LocalRun.start(
                            LocalRunSettings.of(setting.run(), own, WorkerPlace.THREADS)
                                    .withListener(recorder))) {
                begin(run);
                return run.end();
            } finally {
                begin(null);
            }
        }
    }

    private synchronized void begin(@Nullable LocalRun run) {
        running = run;
        if (run != null && stopRequested) {
            run.stop();
        }
    }

    /** Ends the setting at hand after its step; those that follow are not trained. */
    public synchronized void stop() {
        stopRequested = true;
        if (running != null) {
            running.stop();
        }
    }

    private synchronized boolean stopRequested() {
        return stopRequested;
    }

    private static List<Result> results(List<Ended> ended) {
        List<Candidate> candidates =
                ended.stream()
                        .map(one ->
                                new Candidate(
                                        one.curve(), one.setting().batchSize(), one.divergence()))
                        .toList();
        List<Verdict> verdicts = Verdicts.of(candidates);
        List<Result> results = new ArrayList<>();
        for (int index = 0; index < ended.size(); index++) {
            Ended one = ended.get(index);
            results.add(
                    new Result(
                            one.setting(),
                            one.directory(),
                            one.summary(),
                            one.curve(),
                            verdicts.get(index)));
        }
        return results;
    }
}
