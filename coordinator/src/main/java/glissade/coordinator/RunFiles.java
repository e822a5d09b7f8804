package glissade.coordinator;

import glissade.run.EpochRow;
import glissade.run.EventsWriter;
import glissade.run.MetricsWriter;
import glissade.run.RunDirectory;
import glissade.run.RunEvent;
import glissade.run.RunListener;
import glissade.run.RunSummary;
import glissade.run.StepRow;
import java.io.IOException;
import java.time.InstantSource;

/**
 * Keeps {@code metrics.csv}, {@code events.jsonl} and {@code summary.json} of the run directory. A
 * disk that fills up or fails ends the rows, not the training: the first problem is kept for the
 * run's last word.
 */
final class RunFiles implements RunListener, AutoCloseable {

    private final RunDirectory directory;
    private final MetricsWriter metrics;
    private final EventsWriter events;
    private String problem = "";

    /** A write that the disk may refuse. */
    @FunctionalInterface
    private interface Write {
        void run() throws IOException;
    }

    /**
     * Begins the files, or goes on with those of a run that is resumed after {@code firstStep}
     * commits.
     */
    RunFiles(RunDirectory directory, long firstStep, boolean resumed, InstantSource clock)
            throws IOException {
        this.directory = directory;
        this.metrics =
                resumed
                        ? MetricsWriter.resume(directory.metricsFile(), firstStep)
                        : MetricsWriter.create(directory.metricsFile());
        this.events = EventsWriter.open(directory.eventsFile(), clock);
    }

    /** What could not be written, empty when everything was. */
    String problem() {
        return problem;
    }

    private void attempt(Write write) {
        if (problem.isEmpty()) {
            try {
                write.run();
            } catch (IOException e) {
                problem = directory.root() + ": rows are missing: " + e.getMessage();
            }
        }
    }

    @Override
    public void onStep(StepRow row) {
        attempt(() -> metrics.write(row));
    }

    @Override
    public void onEpoch(EpochRow row) {
        attempt(() -> metrics.write(row));
    }

    @Override
    public void onEvent(RunEvent event) {
        attempt(() -> events.write(event));
    }

    @Override
    public void onFinished(RunSummary summary) {
        attempt(() -> summary.write(directory.summaryFile()));
    }

    @Override
    public void close() {
        attempt(metrics::close);
        attempt(events::close);
    }
}
