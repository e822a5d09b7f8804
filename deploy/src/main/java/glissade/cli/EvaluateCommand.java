package glissade.cli;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glissade.data.Dataset;
import glissade.data.NoiseSet;
import glissade.evaluation.ConfidenceFigures;
import glissade.evaluation.EvaluationFigures;
import glissade.evaluation.EvaluationScope;
import glissade.local.Machine;
import glissade.nn.Network;
import glissade.protocol.EvaluationSchedule;
import glissade.run.EvaluationJson;
import glissade.run.TrainedModel;
import glissade.worker.step.Evaluation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    private static final int MOST_WORKERS = 1024;
    private static final int MOST_NOISE = 1_000_000;

    private final Terminal terminal;
    private final Shutdown shutdown;
    private final CommonOptions common;

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
            names = "--workers",
            paramLabel = "N",
            description = "JVMs that share the samples (1: this one), to the same bits")
    private int workers = 1;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "threads of all of them together (as many as there are cores)")
    private int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());

    @Option(
            names = "--noise",
            arity = "0..1",
            fallbackValue = "1000",
            paramLabel = "N",
            description =
                    "also show N samples of noise (1000) to the network, uniform and normal, and how"
                            + " sure it is of them")
    private @Nullable Integer noise;

    @Option(names = "--seed", paramLabel = "SEED", description = "what the noise follows from (1)")
    private long seed = 1;

    @Option(names = "--json", description = "print the figures as JSON")
    private boolean json;

    EvaluateCommand(Terminal terminal, Shutdown shutdown, CommonOptions common) {
        this.terminal = terminal;
        this.shutdown = shutdown;
        this.common = common;
    }

    @Override
    public Integer call() {
        requireBetween("--top", top, EvaluationScope.MOST_RANKS);
        requireBetween("--workers", workers, MOST_WORKERS);
        requireBetween("--threads", threads, MOST_THREADS);
        if (noise != null) {
            requireBetween("--noise", noise, MOST_NOISE);
        }
        ModelArgument argument = ModelArgument.read(model);
        TrainedModel trained = argument.model();
        Dataset samples = argument.data(data);
        EvaluationFigures figures =
                workers == 1
                        ? measure(trained, samples)
                        : new MeasuringSession(shutdown, common.debug())
                                .measure(
                                        argument.measurement(data, workers),
                                        samples,
                                        Math.max(1, threads / workers));
        List<Noise> noises = noises(trained, samples, figures.confidence());
        if (json) {
            ObjectNode object = EvaluationJson.of(figures, trained.schema());
            if (!noises.isEmpty()) {
                ArrayNode array = object.putArray("noise");
                noises.forEach(of -> of.addTo(array, seed));
            }
            terminal.line(object.toPrettyString());
        } else {
            terminal.line(
                    trained.network()
                            + " on "
                            + argument.describe(data)
                            + ", "
                            + Figures.counted(figures.samples(), "sample"));
            new EvaluationText(figures, trained.schema(), top).lines().forEach(terminal::line);
            for (Noise of : noises) {
                of.lines(requireNonNull(figures.confidence())).forEach(terminal::line);
            }
        }
        return ExitCode.DONE;
    }

    private List<Noise> noises(
            TrainedModel trained, Dataset samples, @Nullable ConfidenceFigures real) {
        if (noise == null) {
            return List.of();
        }
        if (real == null) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "--noise: shows what classes a network takes noise for, but "
                            + model
                            + " predicts values; leave it out");
        }
        List<Noise> noises = new ArrayList<>();
        for (NoiseSet.Kind kind : NoiseSet.Kind.values()) {
            Dataset drawn = NoiseSet.like(samples, kind, noise, seed);
            noises.add(new Noise(kind, measure(trained, drawn), trained.classNames()));
        }
        return noises;
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
