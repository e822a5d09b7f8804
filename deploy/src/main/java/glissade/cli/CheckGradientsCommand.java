package glissade.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glissade.check.GradientCheck;
import glissade.check.LayerCheck;
import glissade.check.Variation;
import glissade.data.Dataset;
import glissade.local.Machine;
import glissade.nn.NetworkDescription;
import glissade.preprocess.PreprocessingKind;
import glissade.run.RunConfiguration;
import glissade.run.RunOption;
import glissade.run.RunOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code glissade check-gradients}: proof that a network's gradients are its loss's slopes. */
@Command(
        name = "check-gradients",
        abbreviateSynopsis = true,
        sortOptions = false,
        description = {
            "Checks the gradient of a run's first mini-batch, layer by layer: (1) central differences"
                    + " against the gradient of a reference network in float64, (2) the gradient of"
                    + " the training kernels, computed as the workers do, against that, (3) both"
                    + " again with layer norm and dropout.",
            "Takes the options of train that decide on model, loss, data and regularisation."
        })
final class CheckGradientsCommand implements Callable<Integer> {

    private static final Set<RunOption<?>> OPTIONS =
            Set.of(
                    RunOptions.DATA,
                    RunOptions.TEST,
                    RunOptions.HOLDOUT,
                    RunOptions.MISSING,
                    RunOptions.STRATIFY,
                    RunOptions.MODEL,
                    RunOptions.ACTIVATION,
                    RunOptions.LOSS,
                    RunOptions.OUTPUT_ACTIVATION,
                    RunOptions.LAYER_NORM,
                    RunOptions.INIT,
                    RunOptions.INIT_SEED,
                    RunOptions.INITIAL_PARAMETERS,
                    RunOptions.L1,
                    RunOptions.L2,
                    RunOptions.REGULARIZE_BIASES,
                    RunOptions.DROPOUT,
                    RunOptions.LABEL_SMOOTHING,
                    RunOptions.BATCH,
                    RunOptions.SLICE,
                    RunOptions.SEED,
                    RunOptions.SHUFFLE,
                    RunOptions.WORKERS,
                    RunOptions.THREADS);

    private final Terminal terminal;
    private final RunOptionSpecs options = new RunOptionSpecs();

    @Option(names = "--json", description = "print the figures as JSON on stdout, and nothing else")
    private boolean json;

    CheckGradientsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** One row of the table. */
    private record Row(int link, boolean varied, LayerCheck check) {}

    CommandSpec spec() {
        CommandSpec spec = CommandSpec.forAnnotatedObject(this);
        options.addConfigTo(spec);
        options.addTo(spec, OPTIONS::contains);
        return spec;
    }

    @Override
    public Integer call() {
        RunConfiguration run = options.configuration();
        if (run.data().preprocess() != PreprocessingKind.NONE) {
            terminal.note(
                    "preprocess "
                            + run.data().preprocess().optionName()
                            + ": gradients are checked on inputs as they are");
        }
        Dataset training = run.loadData().training();
        int vectorBits = Machine.kernels().vectorBits();
        RunConfiguration variation = Variation.of(run);
        List<Row> rows = rows(run, variation, training);
        List<Row> failures = new ArrayList<>(rows);
        failures.removeIf(row -> row.check().holds());
        if (json) {
            terminal.line(json(run, rows, failures.isEmpty(), vectorBits));
        } else {
            print(run, variation, rows, vectorBits);
        }
        if (!failures.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.RUN_FAILED,
                    words(failures.getFirst())
                            + (failures.size() == 1
                                    ? ""
                                    : "; and " + (failures.size() - 1) + " more in the table"));
        }
        return ExitCode.DONE;
    }

    private static List<Row> rows(
            RunConfiguration run, @Nullable RunConfiguration variation, Dataset training) {
        List<Row> rows = new ArrayList<>();
        for (LayerCheck check : GradientCheck.of(run, training)) {
            rows.add(new Row(check.link().number(), false, check));
        }
        if (variation != null) {
            for (LayerCheck check : GradientCheck.of(variation, training)) {
                rows.add(new Row(3, true, check));
            }
        }
        return rows;
    }

    private void print(
            RunConfiguration run,
            @Nullable RunConfiguration variation,
            List<Row> rows,
            int vectorBits) {
        NetworkDescription network = run.model().network();
        terminal.line(
                network
                        + ", "
                        + network.hidden().optionName()
                        + ", "
                        + network.loss().optionName()
                        + ", seed "
                        + run.training().seed()
                        + "; kernels of "
                        + Figures.counted(run.cluster().workers(), "worker")
                        + (vectorBits == 32 ? ", scalar" : ", " + vectorBits + "-bit vectors"));
        terminal.line(
                "error: largest difference from the gradient of the float64 reference, as a share"
                        + " of the layer's largest entry");
        terminal.line(
                String.format(
                        Locale.ROOT,
                        "%n%-24s %5s %12s %12s %9s %9s %7s",
                        "link",
                        "layer",
                        "parameters",
                        "checked",
                        "largest",
                        "error",
                        "below"));
        boolean varied = false;
        for (Row row : rows) {
            if (row.varied() && !varied && variation != null) {
                varied = true;
                terminal.line(
                        "3 with layer norm and dropout "
                                + Figures.plain(variation.training().regularization().dropout()));
            }
            terminal.line(line(row));
        }
        if (variation == null) {
            terminal.line(
                    "3 with layer norm and dropout: left out, " + Variation.reasonForNone(run));
        }
        terminal.line("");
        if (rows.stream().allMatch(row -> row.check().holds())) {
            terminal.line("every link holds");
        }
    }

    private static String line(Row row) {
        LayerCheck check = row.check();
        String line =
                String.format(
                        Locale.ROOT,
                        "%-24s %5d %12s %12s %9.2e %9.1e %7.0e  %s",
                        (row.varied() ? " " : row.link()) + " " + check.link().words(),
                        check.layer(),
                        Figures.count(check.parameters()),
                        Figures.count(check.checked()),
                        check.largest(),
                        check.error(),
                        check.link().limit(),
                        check.holds() ? "holds" : "FAILS");
        return check.atKinks() == 0
                ? line
                : line + ", " + Figures.count(check.atKinks()) + " at kinks left out";
    }

    private static String words(Row row) {
        LayerCheck check = row.check();
        String what =
                "layer "
                        + check.layer()
                        + ": "
                        + check.link().words()
                        + (row.varied() ? " with layer norm and dropout" : "");
        if (check.checked() == 0) {
            return what
                    + " cannot be compared, since every parameter chosen lies at a kink; try"
                    + " another --seed";
        }
        if (!Double.isFinite(check.error())) {
            return what
                    + " cannot be compared, since gradients are not finite; begin from smaller"
                    + " parameters";
        }
        return String.format(
                Locale.ROOT,
                "%s differ from the gradient of the float64 reference by %.1e of the largest"
                        + " entry, expected less than %.0e; a unit within rounding of its kink can"
                        + " do that: see whether it is so with another --seed",
                what,
                check.error(),
                check.link().limit());
    }

    private static String json(
            RunConfiguration run, List<Row> rows, boolean holds, int vectorBits) {
        NetworkDescription network = run.model().network();
        ObjectNode json = new JsonMapper().createObjectNode();
        json.put("holds", holds)
                .put("model", network.toString())
                .put("activation", network.hidden().optionName())
                .put("loss", network.loss().optionName())
                .put("seed", run.training().seed())
                .put("workers", run.cluster().workers())
                .put("vector_bits", vectorBits);
        ArrayNode results = json.putArray("results");
        for (Row row : rows) {
            LayerCheck check = row.check();
            ObjectNode result =
                    results.addObject()
                            .put("link", row.link())
                            .put("compared", check.link().words())
                            .put("layer", check.layer())
                            .put("parameters", check.parameters())
                            .put("checked", check.checked())
                            .put("at_kinks", check.atKinks());
            put(result, "largest", check.largest());
            put(result, "error", check.error());
            result.put("limit", check.link().limit()).put("holds", check.holds());
        }
        return json.toString();
    }

    /** JSON knows finite numbers only. */
    private static void put(ObjectNode json, String key, double value) {
        if (Double.isFinite(value)) {
            json.put(key, value);
        } else {
            json.putNull(key);
        }
    }
}
