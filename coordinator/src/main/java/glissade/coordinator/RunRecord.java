package glissade.coordinator;

import akka.actor.typed.ActorRef;
import glissade.averaging.TrainingState;
import glissade.evaluation.EvaluationFigures;
import glissade.nn.ParameterLayout;
import glissade.preprocess.Preprocessing;
import glissade.run.Checkpoint;
import glissade.run.Checkpoints;
import glissade.run.EpochRow;
import glissade.run.ModelFile;
import glissade.run.RunDirectory;
import glissade.run.RunEvent;
import glissade.run.RunListener;
import glissade.run.RunSummary;
import glissade.run.StepRow;
import glissade.run.TrainedModel;
import glissade.run.ValidationMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the run down: tells the listeners and puts states on disk, in order, on one thread of its
 * own, since actors must not wait for disks.
 */
final class RunRecord implements AutoCloseable {

    private final CoordinatorSettings settings;
    private final RunDirectory directory;
    private final ParameterLayout layout;
    private final int stepsPerEpoch;
    private final RunFiles files;
    private final List<RunListener> listeners;
    private Preprocessing preprocessing;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("run-record").factory());

    /**
     * Opens the files of the run directory; those of a run that is resumed keep their rows up to
     * {@code firstStep}.
     */
    RunRecord(CoordinatorSettings settings, long firstStep) throws IOException {
        this.settings = settings;
        this.directory = settings.directory();
        this.layout = new ParameterLayout(settings.configuration().model().network());
        this.stepsPerEpoch =
                settings.configuration().epochShape(settings.samples()).stepsPerEpoch();
        this.files =
                new RunFiles(
                        directory,
                        settings.schema(),
                        firstStep,
                        settings.resumeFrom() != null,
                        settings.clock());
        this.listeners = List.of(files, settings.listener());
        this.preprocessing = Preprocessing.none(layout.inputs(0));
    }

    /** Commits at the end of the last epoch that had its row before a resume, 0 for none. */
    long lastEpochEnd() {
        return files.lastEpochEnd();
    }

    /** What models and checkpoints are written with from now on. */
    void preprocessing(Preprocessing fitted) {
        thread.execute(() -> preprocessing = fitted);
    }

    void started() {
        thread.execute(() ->
                listeners.forEach(listener ->
                        listener.onStarted(settings.configuration(), settings.directory())));
    }

    void event(RunEvent event) {
        thread.execute(() -> listeners.forEach(listener -> listener.onEvent(event)));
    }

    void step(StepRow row) {
        thread.execute(() -> listeners.forEach(listener -> listener.onStep(row)));
    }

    void epoch(EpochRow row) {
        thread.execute(() -> listeners.forEach(listener -> listener.onEpoch(row)));
    }

    void tested(long step, EvaluationFigures figures) {
        thread.execute(() -> listeners.forEach(listener -> listener.onTested(step, figures)));
    }

    /**
     * Writes a checkpoint; training does not wait for it, and a failure is told to {@code replyTo}.
     */
    void checkpoint(
            TrainingState state,
            ValidationMemory memory,
            boolean ended,
            ActorRef<RunCommand> replyTo) {
        thread.execute(() -> {
            try {
                writeCheckpoint(state, memory, ended);
            } catch (IOException | RuntimeException e) {
                replyTo.tell(
                        new RunCommand.CheckpointFailed(
                                state.step(), String.valueOf(e.getMessage())));
            }
        });
    }

    /** Writes the state with the lowest validation loss so far, like {@link #checkpoint}. */
    void best(TrainingState state, ValidationMemory memory, ActorRef<RunCommand> replyTo) {
        thread.execute(() -> {
            try {
                Checkpoints.writeBest(directory.checkpoints(), checkpoint(state, memory, false));
            } catch (IOException | RuntimeException e) {
                replyTo.tell(
                        new RunCommand.CheckpointFailed(
                                state.step(), String.valueOf(e.getMessage())));
            }
        });
    }

    /**
     * Writes the model, and a checkpoint where there is one to go on from; answers {@link
     * RunCommand.FinalStateRecorded}.
     */
    void finalState(
            TrainingState state,
            Ending ending,
            ValidationMemory memory,
            ActorRef<RunCommand> replyTo) {
        TrainingState checkpoint = ending.checkpoint();
        thread.execute(() -> {
            String sha256 = layout.sha256(state.parameters());
            String problem = "";
            try {
                if (checkpoint != null) {
                    writeCheckpoint(checkpoint, memory, ending.early());
                }
                ModelFile.write(
                        directory.modelFile(),
                        new TrainedModel(
                                directory.name(),
                                settings.configuration().model().network(),
                                settings.schema(),
                                preprocessing,
                                state.parameters()));
            } catch (IOException | RuntimeException e) {
                problem = String.valueOf(e.getMessage());
            }
            replyTo.tell(new RunCommand.FinalStateRecorded(sha256, problem));
        });
    }

    private Checkpoint checkpoint(TrainingState state, ValidationMemory memory, boolean ended) {
        return new Checkpoint(
                directory.name(),
                settings.configuration(),
                settings.schema(),
                preprocessing,
                (int) (state.step() / stepsPerEpoch),
                state,
                memory,
                ended);
    }

    private void writeCheckpoint(TrainingState state, ValidationMemory memory, boolean ended)
            throws IOException {
        Path file = Checkpoints.write(directory.checkpoints(), checkpoint(state, memory, ended));
        RunEvent written =
                new RunEvent.CheckpointWritten(
                        state.step(), file.getFileName().toString(), Files.size(file));
        listeners.forEach(listener -> listener.onEvent(written));
    }

    /**
     * Tells the listeners that the run is over, then whoever waits, and ends the thread.
     *
     * @param then hears what of the run directory could not be written, in words; empty when
     *     nothing is missing
     */
    void finished(@Nullable RunSummary summary, Consumer<String> then) {
        thread.execute(() -> {
            try {
                if (summary != null) {
                    listeners.forEach(listener -> listener.onFinished(summary));
                }
                files.close();
            } finally {
                then.accept(files.problem());
            }
        });
        thread.shutdown();
    }

    /** Gives up before anything was recorded: closes the files. */
    @Override
    public void close() {
        thread.shutdown();
        files.close();
    }
}
