package glissade.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code glissade evaluate}: how good a model is on data that it has not seen. */
@Command(
        name = "evaluate",
        description =
                "Measures a model: loss, accuracy, confusion matrix and the recall of each class.")
final class EvaluateCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(paramLabel = "MODEL|RUN", description = "model file, or directory of a run")
    private Path model = Path.of("");

    @Option(
            names = "--data",
            paramLabel = "SOURCE",
            description = "data named as for train (the test data of the run)")
    private @Nullable String data;

    @Option(names = "--json", description = "print the figures as JSON")
    private boolean json;

    EvaluateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        ModelArgument argument = ModelArgument.read(model);
        Classification result = Classification.of(argument.model(), argument.data(data));
        List<String> names = argument.model().classNames();
        if (json) {
            terminal.line(json(result, names));
        } else {
            print(result, names, argument.model().network() + " on " + argument.describe(data));
        }
        return ExitCode.DONE;
    }

    private void print(Classification result, List<String> names, String title) {
        terminal.line(title + ", " + Figures.counted(result.samples(), "sample"));
        terminal.line(
                "accuracy "
                        + Figures.percent(result.accuracy())
                        + " ("
                        + Figures.count(result.correct())
                        + " right), loss "
                        + Figures.loss(result.loss()));
        if (result.undecided() > 0) {
            terminal.line(
                    Figures.counted(result.undecided(), "sample")
                            + " without an answer: the model's outputs are not finite");
        }
        terminal.line("");
        int width = 6;
        for (String name : names) {
            width = Math.max(width, name.length() + 1);
        }
        StringBuilder head =
                new StringBuilder(pad("class", 8) + pad("samples", 8) + pad("recall", 9));
        head.append("   taken for");
        terminal.line(head.toString());
        StringBuilder columns = new StringBuilder(" ".repeat(25 + 3));
        for (String name : names) {
            columns.append(pad(name, width));
        }
        terminal.line(columns.toString());
        for (int label = 0; label < result.classes(); label++) {
            terminal.line(row(result, names, label, width));
        }
    }

    private static String row(Classification result, List<String> names, int label, int width) {
        StringBuilder row = new StringBuilder();
        row.append(pad(names.get(label), 8));
        row.append(pad(String.valueOf(result.ofClass(label)), 8));
        row.append(
                pad(result.ofClass(label) == 0 ? "–" : Figures.percent(result.recall(label)), 9));
        row.append("   ");
        for (int predicted = 0; predicted < result.classes(); predicted++) {
            long count = result.count(label, predicted);
            row.append(pad(count == 0 ? "." : String.valueOf(count), width));
        }
        return row.toString();
    }

    private static String pad(String text, int width) {
        return String.format(Locale.ROOT, "%" + width + "s", text);
    }

    private static String json(Classification result, List<String> names) {
        ObjectNode json = new JsonMapper().createObjectNode();
        json.put("samples", result.samples());
        json.put("loss", result.loss());
        json.put("accuracy", result.accuracy());
        ArrayNode classes = json.putArray("classes");
        names.forEach(classes::add);
        ArrayNode recall = json.putArray("recall");
        ArrayNode confusion = json.putArray("confusion");
        for (int label = 0; label < result.classes(); label++) {
            if (result.ofClass(label) == 0) {
                recall.addNull();
            } else {
                recall.add(result.recall(label));
            }
            ArrayNode row = confusion.addArray();
            for (int predicted = 0; predicted < result.classes(); predicted++) {
                row.add(result.count(label, predicted));
            }
        }
        return json.toPrettyString();
    }
}
