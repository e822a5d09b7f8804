package glissade.cli;

import glissade.data.GrayImage;
import glissade.data.PictureReader;
import glissade.run.TrainedModel;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code glissade predict}: what a model takes a picture, or the samples of a data set, for. */
@Command(
        name = "predict",
        description =
                "Tells the class of a picture of a digit (PNG of any size), or of every sample of a"
                        + " data set, with the probability of each class and how sure the model is;"
                        + " or the values that it predicts. The data need no answers of their own.")
final class PredictCommand implements Callable<Integer> {

    private static final int PICTURE_INPUTS = GrayImage.DIGIT_SIDE * GrayImage.DIGIT_SIDE;
    private static final int BAR_WIDTH = 40;

    private final Terminal terminal;

    @Parameters(
            index = "0",
            paramLabel = "MODEL|RUN",
            description = "model file, or directory of a run")
    private Path model = Path.of("");

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "IMAGE.png",
            description = "picture of a digit")
    private @Nullable Path image;

    @Option(
            names = "--data",
            paramLabel = "SOURCE",
            description = "data named as for train, instead of a picture: each sample a line")
    private @Nullable String data;

    @Option(names = "--json", description = "print JSON: an object for each sample, a line each")
    private boolean json;

    PredictCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if ((image == null) == (data == null)) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "expected either IMAGE.png or --data SOURCE, found "
                            + (image == null ? "neither" : "both")
                            + "; see glissade predict --help");
        }
        ModelArgument argument = ModelArgument.read(model);
        if (image != null) {
            picture(argument.model(), image);
        } else {
            new Predictions(terminal, argument.model(), argument.unanswered(data)).print(json);
        }
        return ExitCode.DONE;
    }

    private void picture(TrainedModel trained, Path picture) {
        if (trained.network().inputs() != PICTURE_INPUTS) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    picture
                            + ": a picture becomes "
                            + PICTURE_INPUTS
                            + " numbers, but "
                            + model
                            + " takes "
                            + trained.network().inputs()
                            + "; name samples with --data");
        }
        Outputs outputs = new Outputs(trained);
        float[] digit = PictureReader.read(picture).toDigit();
        System.arraycopy(digit, 0, outputs.inputs(), 0, digit.length);
        outputs.compute(picture.toString());
        if (json) {
            terminal.line(outputs.json().toString());
            return;
        }
        if (!outputs.isRegression()) {
            terminal.line(summary(outputs));
        }
        for (int i = 0; i < outputs.count(); i++) {
            terminal.line(
                    String.format(
                                    Locale.ROOT,
                                    "%8s %9s  %s",
                                    outputs.name(i),
                                    outputs.show(outputs.value(i)),
                                    outputs.isRegression() ? "" : bar(outputs.value(i)))
                            .stripTrailing());
        }
    }

    private static String summary(Outputs outputs) {
        String answer =
                "class "
                        + outputs.predictedName()
                        + ", "
                        + outputs.kind()
                        + " "
                        + outputs.show(outputs.largest());
        return outputs.areProbabilities()
                ? answer + String.format(Locale.ROOT, ", entropy %.4f nats", outputs.entropy())
                : answer;
    }

    private String bar(float value) {
        return terminal.choose("█", "#")
                .repeat(Math.clamp(Math.round(value * BAR_WIDTH), 0, BAR_WIDTH));
    }
}
