package glissade.data;

import glissade.nn.Loss;
import glissade.nn.NetworkDescription;
import java.util.List;

/** Whether data and a network go together; if not, says what to change. */
final class DataFit {
    private final NetworkDescription network;

    DataFit(NetworkDescription network) {
        this.network = network;
    }

    /** Classes that the network can tell apart: one output is enough for two. */
    int mostClasses() {
        return network.outputs() == 1 ? 2 : network.outputs();
    }

    /**
     * Checks the data that the network is to be trained on.
     *
     * @throws DataException if they do not go together
     */
    void checkTraining(DataSource source, Dataset training) {
        checkInputs("--data", source, training);
        if (training.labelled()) {
            checkClasses(source, training);
        } else {
            checkTargets(source, training);
        }
    }

    private void checkInputs(String option, DataSource source, Dataset samples) {
        if (samples.inputs() != network.inputs()) {
            throw new DataException(
                    option
                            + ": samples of "
                            + source.text()
                            + " have "
                            + samples.inputs()
                            + " values"
                            + columns(samples.schema())
                            + ", but the model takes "
                            + network.inputs()
                            + "; start --model with "
                            + samples.inputs());
        }
    }

    /** Which columns of texts make more values of a table than it has columns. */
    private static String columns(DataSchema schema) {
        StringBuilder text = new StringBuilder();
        if (schema.table() != null) {
            for (DataColumn column : schema.table().inputs()) {
                if (!column.isNumeric()) {
                    text.append(text.isEmpty() ? " (" : ", ");
                    text.append(column.width()).append(" for the texts of column ");
                    text.append(Shown.quoted(column.name()));
                }
            }
        }
        return text.isEmpty() ? "" : text.append(')').toString();
    }

    private void checkClasses(DataSource source, Dataset training) {
        int classes = training.classes();
        int outputs = network.outputs();
        if (classes < 2) {
            throw new DataException(
                    "--data: expected samples of at least 2 classes, found only class "
                            + Shown.quoted(training.classNames().getFirst())
                            + " in "
                            + source.text()
                            + "; add samples of another class");
        }
        boolean oneOutputForTwo = outputs == 1 && classes == 2;
        if (classes == outputs || (oneOutputForTwo && network.loss() != Loss.CROSS_ENTROPY)) {
            return;
        }
        throw new DataException(
                "--model: expected "
                        + classes
                        + " outputs, one for each class of "
                        + source.text()
                        + ", found "
                        + outputs
                        + "; end the model in -"
                        + classes
                        + (oneOutputForTwo ? ", or take --loss binary-cross-entropy" : "")
                        + quantityHint(training.schema()));
    }

    /** Words on whole numbers, which may be meant as quantities. */
    private static String quantityHint(DataSchema schema) {
        TableColumns table = schema.table();
        NumberText number = new NumberText();
        boolean allNumbers = true;
        for (String name : schema.classNames()) {
            allNumbers &= number.read(name) == NumberText.Kind.NUMBER;
        }
        return table == null || !allNumbers
                ? ""
                : "; if "
                        + table.answer()
                        + " is a number to predict, say target="
                        + table.answer()
                        + " and take --loss mse";
    }

    private void checkTargets(DataSource source, Dataset training) {
        if (needsClasses(network.loss())) {
            throw new DataException(
                    "--loss "
                            + network.loss().optionName()
                            + ": needs data with classes, but "
                            + answers(training.schema())
                            + " of "
                            + source.text()
                            + " is a number to predict; take --loss mse");
        }
        if (network.outputs() != training.targets()) {
            throw new DataException(
                    "--model: expected "
                            + (training.targets() == 1
                                    ? "1 output for "
                                    : training.targets() + " outputs for ")
                            + answers(training.schema())
                            + " of "
                            + source.text()
                            + ", found "
                            + network.outputs()
                            + "; end the model in -"
                            + training.targets());
        }
    }

    private static String answers(DataSchema schema) {
        return "target " + String.join(", ", schema.targetNames());
    }

    private static boolean needsClasses(Loss loss) {
        return loss.optionName().endsWith("cross-entropy");
    }

    /**
     * Checks data that a network which was trained on others is to be measured on.
     *
     * @param schema of the training data
     * @throws DataException if they do not go together
     */
    void checkOther(String option, DataSource source, Dataset samples, DataSchema schema) {
        checkInputs(option, source, samples);
        if (!samples.labelled() && samples.targets() == 0) {
            return;
        }
        if (samples.targets() != schema.targetNames().size()) {
            throw new DataException(
                    option
                            + ": expected "
                            + kind(schema)
                            + " as in the training data, found "
                            + kind(samples.schema())
                            + " in "
                            + source.text());
        }
        if (samples.classes() > schema.classNames().size()) {
            throw new DataException(
                    option
                            + ": "
                            + source.text()
                            + " has "
                            + samples.classes()
                            + " classes, but the model only "
                            + schema.classNames().size()
                            + "; use data with the classes that it was trained on");
        }
        List<String> known = schema.classNames().subList(0, samples.classes());
        if (!samples.classNames().equals(known)) {
            throw new DataException(
                    option
                            + ": classes of "
                            + source.text()
                            + ": expected those of the training data, "
                            + Shown.list(schema.classNames())
                            + "; found "
                            + Shown.list(samples.classNames()));
        }
    }

    private static String kind(DataSchema schema) {
        int targets = schema.targetNames().size();
        return targets == 0 ? "classes" : targets == 1 ? "a target" : targets + " targets";
    }
}
