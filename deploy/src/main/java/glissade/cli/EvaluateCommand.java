package glissade.cli;

import glissade.data.Dataset;
import glissade.evaluation.EvaluationFigures;
import glissade.evaluation.EvaluationScope;
import glissade.local.Machine;
import glissade.nn.Network;
import glissade.protocol.EvaluationSchedule;
import glissade.run.EvaluationJson;
import glissade.run.TrainedModel;
import glissade.worker.step.Evaluation;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code glissade evaluate}: how good a model is on data that it has not seen. */
@Command(
        name = "evaluate",
        description =
                "Measures a model: loss, accuracy, precision and recall of each class, confusion"
                        + " matrix, how sure it is; R² and errors where it predicts values.")
final class EvaluateCommand implements Callable<Integer> {

    private static final int MOST_THREADS = 256;

    private final Terminal terminal;

    @Parameters(paramLabel = "MODEL|RUN", description = "model file, or directory of a run")
    private Path model = Path.of("");

    @Option(
            names = "--data",
            paramLabel = "SOURCE",
            description = "data named as for train (the test data of the run)")
    private @Nullable String data;

    @Option(
            names = "--top",
            paramLabel = "K",
            description = "how often the right class is among the K largest outputs, 1 to 5 (3)")
    private int top = 3;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "threads that share the work (as many as there are cores)")
    private int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());

    @Option(names = "--json", description = "print the figures as JSON")
    private boolean json;

    EvaluateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        requireBetween("--top", top, EvaluationScope.MOST_RANKS);
        requireBetween("--threads", threads, MOST_THREADS);
        ModelArgument argument = ModelArgument.read(model);
        TrainedModel trained = argument.model();
        Dataset samples = argument.data(data);
        EvaluationFigures figures = measure(trained, samples);
        if (json) {
            terminal.line(EvaluationJson.of(figures, trained.schema()).toPrettyString());
        } else {
            terminal.line(
                    trained.network()
                            + " on "
                            + argument.describe(data)
                            + ", "
                            + Figures.counted(figures.samples(), "sample"));
            new EvaluationText(figures, trained.schema(), top).lines().forEach(terminal::line);
        }
        return ExitCode.DONE;
    }

    private static void requireBetween(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    option + " " + value + ": expected a whole number from 1 to " + most);
        }
    }

    private EvaluationFigures measure(TrainedModel trained, Dataset samples) {
        var _ = Machine.kernels();
        try (Evaluation evaluation =
                new Evaluation(
                        new Network(trained.network()),
                        samples,
                        trained.preprocessing(),
                        EvaluationSchedule.SLICE,
                        threads)) {
            return evaluation.measure(trained.parameters());
        }
    }
}
