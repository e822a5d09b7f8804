package glissade.coordinator;

import glissade.data.DataSchema;
import glissade.evaluation.EvaluationFigures;
import glissade.run.EpochRow;
import glissade.run.EvaluationJson;
import glissade.run.EventsWriter;
import glissade.run.GradientsWriter;
import glissade.run.MetricsWriter;
import glissade.run.RunDirectory;
import glissade.run.RunEvent;
import glissade.run.RunListener;
import glissade.run.RunSummary;
import glissade.run.StepRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;

/**
 * Keeps {@code metrics.csv}, {@code gradients.csv}, {@code events.jsonl}, {@code evaluation.json}
 * and {@code summary.json} of the run directory. A disk that fills up or fails ends the rows, not
 * the training: the first problem is kept for the run's last word. Confined to one thread.
 */
final class RunFiles implements RunListener, AutoCloseable {

    private final RunDirectory directory;
    private final DataSchema schema;
    private final MetricsWriter metrics;
    private final GradientsWriter gradients;
    private final EventsWriter events;
    private final long lastEpochEnd;
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
    RunFiles(
            RunDirectory directory,
            DataSchema schema,
            long firstStep,
            boolean resumed,
            InstantSource clock)
            throws IOException {
        this.directory = directory;
        this.schema = schema;
        this.metrics =
                resumed
                        ? MetricsWriter.resume(directory.metricsFile(), firstStep)
                        : MetricsWriter.create(directory.metricsFile());
        this.lastEpochEnd = metrics.lastEpochEnd();
        try {
            this.gradients = GradientsWriter.open(directory.gradientsFile());
            this.events = EventsWriter.open(directory.eventsFile(), clock);
        } catch (IOException | RuntimeException e) {
            metrics.close();
            throw e;
        }
    }

    /** Commits at the end of the last epoch that had its row before a resume, 0 for none. */
    long lastEpochEnd() {
        return lastEpochEnd;
    }

    /** What could not be written, empty when everything was. */
    String problem() {
        return problem;
    }

    /** A row: none follows one that is missing. */
    private void row(Write write) {
        if (problem.isEmpty()) {
            attempt("rows are missing", write);
        }
    }

    private void attempt(String what, Write write) {
        try {
            write.run();
        } catch (IOException | UncheckedIOException e) {
            if (problem.isEmpty()) {
                problem = directory.root() + ": " + what + ": " + e.getMessage();
            }
        }
    }

    @Override
    public void onStep(StepRow row) {
        row(() -> {
            metrics.write(row);
            gradients.write(row);
        });
    }

    @Override
    public void onEpoch(EpochRow row) {
        row(() -> metrics.write(row));
    }

    @Override
    public void onEvent(RunEvent event) {
        row(() -> events.write(event));
    }

    @Override
    public void onTested(long step, EvaluationFigures figures) {
        attempt(
                "evaluation.json is missing",
                () ->
                        EvaluationJson.write(
                                directory.evaluationFile(),
                                directory.name(),
                                step,
                                figures,
                                schema));
    }

    @Override
    public void onFinished(RunSummary summary) {
        attempt("summary.json is missing", () -> summary.write(directory.summaryFile()));
    }

    @Override
    public void close() {
        attempt("rows are missing", metrics::close);
        attempt("rows are missing", gradients::close);
        attempt("rows are missing", events::close);
    }
}
