package glissade.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glissade.data.Dataset;
import glissade.data.GrayImage;
import glissade.data.PictureReader;
import glissade.run.TrainedModel;
import java.nio.file.Path;
import java.util.List;
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
                        + " data set, with the probability of each class.")
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
            samples(argument.model(), argument.data(data));
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
        List<String> names = trained.classNames();
        int predicted = outputs.predicted();
        terminal.line(
                "class "
                        + names.get(predicted)
                        + ", "
                        + outputs.kind()
                        + " "
                        + outputs.show(predicted));
        for (int i = 0; i < names.size(); i++) {
            terminal.line(
                    String.format(
                                    Locale.ROOT,
                                    "%8s %9s  %s",
                                    names.get(i),
                                    outputs.show(i),
                                    bar(outputs.value(i)))
                            .stripTrailing());
        }
    }

    private String bar(float value) {
        return terminal.choose("█", "#")
                .repeat(Math.clamp(Math.round(value * BAR_WIDTH), 0, BAR_WIDTH));
    }

    private void samples(TrainedModel trained, Dataset samples) {
        Outputs outputs = new Outputs(trained);
        List<String> names = trained.classNames();
        if (!json) {
            terminal.line("  sample   label   class  " + outputs.kind());
        }
        // Whoever reads the lines may have seen enough.
        for (int i = 0; i < samples.size() && !terminal.isClosed(); i++) {
            samples.copyInputs(i, outputs.inputs(), 0);
            outputs.compute("sample " + i);
            String label = names.get(samples.label(i));
            if (json) {
                ObjectNode object = outputs.json();
                object.put("sample", i);
                object.put("label", label);
                terminal.line(object.toString());
            } else {
                int predicted = outputs.predicted();
                terminal.line(
                        String.format(
                                Locale.ROOT,
                                "%8d %7s %7s %12s%s",
                                i,
                                label,
                                names.get(predicted),
                                outputs.show(predicted),
                                predicted == samples.label(i) ? "" : "  wrong"));
            }
        }
    }
}
