package glissade.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glissade.data.Dataset;
import glissade.local.CheckedRun;
import glissade.local.Machine;
import glissade.run.RunConfiguration;
import glissade.run.RunOption;
import glissade.run.RunOptions;
import glissade.worker.step.StepException;
import glissade.worker.step.TrainingSpeed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code glissade bench train}: how fast one worker trains. */
@Command(
        name = "train",
        abbreviateSynopsis = true,
        sortOptions = false,
        description = {
            "Measures the training steps of one worker in this JVM, whose averager runs in the"
                    + " training thread: everything but evaluations and checkpoints.",
            "Without --model, four networks that others are measured with too."
        })
final class BenchTrainCommand implements Callable<Integer> {

    private static final Set<RunOption<?>> OPTIONS =
            Set.of(
                    RunOptions.DATA,
                    RunOptions.MODEL,
                    RunOptions.ACTIVATION,
                    RunOptions.LOSS,
                    RunOptions.LAYER_NORM,
                    RunOptions.DROPOUT,
                    RunOptions.L1,
                    RunOptions.L2,
                    RunOptions.CLIP_NORM,
                    RunOptions.OPTIMIZER,
                    RunOptions.LR,
                    RunOptions.BATCH,
                    RunOptions.SLICE,
                    RunOptions.GRADIENT_PRECISION,
                    RunOptions.GRADIENT_THRESHOLD,
                    RunOptions.UNITS,
                    RunOptions.LOG_EVERY,
                    RunOptions.THREADS);

    private static final List<Map<RunOption<?>, String>> PRESETS =
            List.of(
                    preset("784-512-512-10", "relu", "128", "sgd", "0.01"),
                    preset("784-512-512-10", "relu", "128", "adam", "0.0001"),
                    preset("784-30-10", "sigmoid", "10", "sgd", "0.1"),
                    preset("784-16-16-10", "sigmoid", "10", "sgd", "0.1"));

    private static final long LEAST_WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(3);

    /** On a machine so busy that the compiler gets nowhere. */
    private static final long MOST_WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** As long as half a second is faster than any before by this much, the compiler is at work. */
    private static final double SMALL_GAIN = 1.01;

    /** Half seconds without a gain that end the warm-up: one large method may take two of them. */
    private static final int SETTLED_ROUNDS = 5;

    private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Terminal terminal;
    private final RunOptionSpecs options = new RunOptionSpecs();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "rounds of half a second, whose median counts, 1 to 1000 (7)")
    private int rounds = 7;

    @Option(names = "--json", description = "print the figures as JSON on stdout, and nothing else")
    private boolean json;

    BenchTrainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    private static Map<RunOption<?>, String> preset(
            String model, String activation, String batch, String optimizer, String learningRate) {
        return Map.of(
                RunOptions.MODEL,
                model,
                RunOptions.ACTIVATION,
                activation,
                RunOptions.BATCH,
                batch,
                RunOptions.OPTIMIZER,
                optimizer,
                RunOptions.LR,
                learningRate);
    }

    CommandSpec spec() {
        CommandSpec spec = CommandSpec.forAnnotatedObject(this);
        options.addConfigTo(spec);
        options.addTo(spec, OPTIONS::contains);
        return spec;
    }

    /**
     * Speeds of one network.
     *
     * @param samplesPerSecond of each round, ascending once here
     */
    private record Result(RunConfiguration run, List<Double> samplesPerSecond) {

        Result {
            samplesPerSecond = samplesPerSecond.stream().sorted().toList();
        }

        double median() {
            return samplesPerSecond.get(samplesPerSecond.size() / 2);
        }

        double microsPerStep(int batch) {
            return 1e6 * batch / median();
        }
    }

    @Override
    public Integer call() {
        if (rounds < 1 || rounds > 1_000) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "--rounds " + rounds + ": expected a whole number from 1 to 1000");
        }
        ObjectNode report = new JsonMapper().createObjectNode();
        ArrayNode all = report.putArray("results");
        if (!json) {
            int bits = Machine.kernels().vectorBits();
            terminal.line(
                    String.format(
                            Locale.ROOT,
                            "%-44s %8s %12s %23s %9s",
                            "one worker, " + (bits == 32 ? "scalar" : bits + "-bit vectors"),
                            "threads",
                            "samples/s",
                            "least .. greatest",
                            "us/step"));
        }
        for (RunConfiguration run : runs()) {
            CheckedRun checked = CheckedRun.of(run);
            Result result = measure(run, run.loadData().training());
            int batch = checked.shape().batchSize();
            if (json) {
                add(all.addObject(), result, batch);
            } else {
                terminal.line(line(result, batch));
            }
        }
        if (json) {
            terminal.line(report.toPrettyString());
        }
        return ExitCode.DONE;
    }

    private List<RunConfiguration> runs() {
        String alone = RunOptions.WORKERS.name();
        if (options.isGiven(RunOptions.MODEL)) {
            return List.of(options.configuration(Map.of(alone, "1")));
        }
        List<RunConfiguration> runs = new ArrayList<>();
        for (Map<RunOption<?>, String> preset : PRESETS) {
            Map<String, String> own = new LinkedHashMap<>();
            own.put(alone, "1");
            preset.forEach((option, value) -> {
                if (!options.isGiven(option)) {
                    own.put(option.name(), value);
                }
            });
            runs.add(options.configuration(own));
        }
        return runs;
    }

    private Result measure(RunConfiguration run, Dataset training) {
        try (TrainingSpeed speed = new TrainingSpeed(run, training, System::nanoTime)) {
            int steps = warmUp(speed);
            int batch = run.epochShape(training.size()).batchSize();
            List<Double> perSecond = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                perSecond.add(1e9 * steps * batch / speed.run(steps));
            }
            return new Result(run, perSecond);
        } catch (StepException ended) {
            throw new CommandFailure(
                    ExitCode.RUN_FAILED, ended.getMessage() + "; try a smaller --lr");
        }
    }

    /** Trains until the compiler is done; returns how many steps a round has. */
    private static int warmUp(TrainingSpeed speed) {
        long spent = 0;
        double best = 0;
        double stepsPerNano = 0;
        int steps = 1;
        int withoutGain = 0;
        while (spent < LEAST_WARM_UP_NANOS
                || (withoutGain < SETTLED_ROUNDS && spent < MOST_WARM_UP_NANOS)) {
            long nanos = Math.max(1, speed.run(steps));
            spent += nanos;
            stepsPerNano = (double) steps / nanos;
            boolean gained = nanos < ROUND_NANOS / 2 || stepsPerNano > best * SMALL_GAIN;
            withoutGain = gained ? 0 : withoutGain + 1;
            best = Math.max(best, stepsPerNano);
            steps = stepsOfARound(stepsPerNano);
        }
        return steps;
    }

    private static int stepsOfARound(double stepsPerNano) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, stepsPerNano * ROUND_NANOS));
    }

    private static String line(Result result, int batch) {
        List<Double> all = result.samplesPerSecond();
        return String.format(
                Locale.ROOT,
                "%-44s %8d %12s %23s %9.1f",
                words(result.run(), batch),
                result.run().cluster().threads(),
                Figures.count(Math.round(result.median())),
                Figures.count(Math.round(all.getFirst()))
                        + " .. "
                        + Figures.count(Math.round(all.getLast())),
                result.microsPerStep(batch));
    }

    private static String words(RunConfiguration run, int batch) {
        return run.model().network()
                + " "
                + run.model().network().hidden().optionName()
                + ", "
                + run.training().optimizer().name()
                + ", batch "
                + batch;
    }

    private static void add(ObjectNode object, Result result, int batch) {
        RunConfiguration run = result.run();
        object.put("model", run.model().network().toString());
        object.put("activation", run.model().network().hidden().optionName());
        object.put("optimizer", run.training().optimizer().name());
        object.put("batch", batch);
        object.put("threads", run.cluster().threads());
        object.put("samples_per_second", result.median());
        object.put("microseconds_per_step", result.microsPerStep(batch));
        ArrayNode rounds = object.putArray("rounds");
        result.samplesPerSecond().forEach(rounds::add);
    }
}
