package glissade.cli;

import glissade.coordinator.RunOutcome;
import glissade.curve.LossRecorder;
import glissade.curve.RangeTest;
import glissade.local.CheckedRun;
import glissade.local.Divergence;
import glissade.local.LocalRun;
import glissade.local.LocalRunSettings;
import glissade.local.WorkerPlace;
import glissade.run.RunDirectory;
import glissade.run.RunOption;
import glissade.run.RunOptions;
import glissade.run.RunStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code glissade lr-find}: a range test of learning rates (Smith 2015). */
@Command(
        name = "lr-find",
        abbreviateSynopsis = true,
        sortOptions = false,
        description =
                "Trains for some hundred steps while the learning rate climbs from very small to"
                        + " very large, and suggests the rate at which the loss falls fastest.")
final class LrFindCommand implements Callable<Integer> {

    private static final Continuation CONTINUATION = Continuation.anew("lr-find");
    private static final String PICTURE = "lr-find.png";
    private static final int LEAST_STEPS = 100;
    private static final int MOST_STEPS = 300;

    /** Fewer steps are mostly smoothing. */
    private static final int FEWEST_STEPS = 40;

    /** The test decides these itself, or they would end it. */
    private static final List<RunOption<?>> OWN =
            List.of(
                    RunOptions.LR,
                    RunOptions.SCHEDULE,
                    RunOptions.LR_DECAY,
                    RunOptions.LR_DECAY_EPOCHS,
                    RunOptions.WARMUP,
                    RunOptions.EPOCHS,
                    RunOptions.STEPS,
                    RunOptions.PATIENCE,
                    RunOptions.UNTIL_GRADIENT_NORM,
                    RunOptions.UNTIL_LOSS_GROWTH,
                    RunOptions.CHECKPOINT_EVERY,
                    RunOptions.LOG_EVERY,
                    RunOptions.TIMELINE);

    private final Terminal terminal;
    private final Shutdown shutdown;
    private final CommonOptions common;
    private final RunOptionSpecs options = new RunOptionSpecs();

    @Option(
            names = "--from",
            paramLabel = "RATE",
            description = "learning rate of the first step (1e-7)")
    private String from = "1e-7";

    @Option(
            names = "--to",
            paramLabel = "RATE",
            description = "learning rate of the last step (10)")
    private String to = "10";

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "steps of the climb (an epoch, but at least 100 and at most 300)")
    private @Nullable String steps;

    @Mixin private OutputOptions output = new OutputOptions();

    LrFindCommand(Terminal terminal, Shutdown shutdown, CommonOptions common) {
        this.terminal = terminal;
        this.shutdown = shutdown;
        this.common = common;
    }

    CommandSpec spec() {
        CommandSpec spec = CommandSpec.forAnnotatedObject(this);
        options.addConfigTo(spec);
        options.addTo(spec, option -> !OWN.contains(option));
        return spec;
    }

    @Override
    public Integer call() {
        CheckedRun run = checkedRun();
        RunDirectory directory = RunDirectory.create(run.configuration(), InstantSource.system());
        Logging.ofRun(directory, common.debug());
        Terminal live = output.quiet() || output.json() ? terminal.silenced() : terminal;
        new RunHeader(run).lines(directory).forEach(live::line);
        LossRecorder recorder = new LossRecorder();
        RunOutcome outcome = train(run, directory, recorder);
        String failure = Divergence.of(outcome);
        if (outcome.status() == RunStatus.INTERRUPTED) {
            // A climb that is resumed would end as a run, and suggest nothing.
            terminal.note(outcome.message() + "; " + CONTINUATION.withSteps());
            return ExitCode.INTERRUPTED;
        }
        if (outcome.summary() == null
                || (outcome.status() == RunStatus.FAILED && failure.isEmpty())) {
            return new RunReport(terminal, output, directory, CONTINUATION).report(outcome);
        }
        RangeTest test = new RangeTest(recorder.learningRates(), recorder.losses());
        report(new RangeTestReport(test, run, directory, failure), directory, live);
        return ExitCode.DONE;
    }

    private CheckedRun checkedRun() {
        double first = rate("--from", from);
        double last = rate("--to", to);
        if (last <= first) {
            throw bad("--to " + to + ": expected more than the " + from + " of --from");
        }
        Integer given = steps == null ? null : steps(steps);
        Map<String, String> own = new HashMap<>();
        own.put(RunOptions.LR.name(), from);
        own.put(RunOptions.SCHEDULE.name(), "ramp");
        own.put(RunOptions.LR_DECAY.name(), String.valueOf(last / first));
        own.put(RunOptions.WARMUP.name(), "0");
        own.put(RunOptions.UNTIL_LOSS_GROWTH.name(), String.valueOf(RangeTest.GROWTH));
        own.put(RunOptions.CHECKPOINT_EVERY.name(), "0");
        own.put(RunOptions.LOG_EVERY.name(), "1");
        own.put(RunOptions.STEPS.name(), String.valueOf(given == null ? LEAST_STEPS : given));
        CheckedRun run = CheckedRun.of(options.configuration(own));
        if (given == null) {
            int epoch = run.shape().stepsPerEpoch();
            int climb = Math.max(LEAST_STEPS, Math.min(MOST_STEPS, epoch));
            own.put(RunOptions.STEPS.name(), String.valueOf(climb));
            run = run.with(options.configuration(own));
        }
        requireNoOtherEnd(run);
        return run;
    }

    /** Only a file given with {@code --config} can ask for one. */
    private static void requireNoOtherEnd(CheckedRun run) {
        var stopping = run.configuration().training().stopping();
        if (stopping.patience() != null || stopping.untilGradientNorm() != null) {
            throw bad(
                    "--config: patience and until-gradient-norm would end a range test before its"
                            + " time; leave them out");
        }
    }

    private static double rate(String option, String text) {
        Double rate = RunOptions.LR.type().parser().apply(text);
        if (rate == null) {
            throw bad(
                    option
                            + ": expected "
                            + RunOptions.LR.type().expected()
                            + ", found \""
                            + text
                            + '"');
        }
        return rate;
    }

    private static int steps(String text) {
        Long steps = RunOptions.STEPS.type().parser().apply(text);
        if (steps == null || steps < FEWEST_STEPS || steps > 1_000_000) {
            throw bad(
                    "--steps: expected a whole number from "
                            + FEWEST_STEPS
                            + " to 1000000, found \""
                            + text
                            + '"');
        }
        return steps.intValue();
    }

    private static CommandFailure bad(String message) {
        return new CommandFailure(ExitCode.BAD_INPUT, message);
    }

    private RunOutcome train(CheckedRun run, RunDirectory directory, LossRecorder recorder) {
        CompletableFuture<LocalRun> started = new CompletableFuture<>();
        // A request that comes while the run starts holds as soon as it has.
        shutdown.onRequest(() -> {
            var _ = started.thenAccept(LocalRun::stop);
        });
        LocalRunSettings settings =
                LocalRunSettings.of(run, directory, WorkerPlace.CHILD_JVMS)
                        .withDebug(common.debug())
                        .withListener(recorder);
        try (LocalRun training = LocalRun.start(settings)) {
            started.complete(training);
            return training.end();
        }
    }

    private void report(RangeTestReport report, RunDirectory directory, Terminal live) {
        Path table;
        try {
            table = report.writeTable();
        } catch (IOException failed) {
            throw new CommandFailure(
                    ExitCode.RUN_FAILED, "the table cannot be written: " + failed.getMessage());
        }
        Path picture = directory.root().resolve(PICTURE);
        boolean drawn = true;
        try {
            report.chart().write(picture);
        } catch (IOException failed) {
            drawn = false;
            terminal.note(picture + ": cannot be drawn: " + failed.getMessage());
        }
        if (output.json()) {
            terminal.line(report.json());
        }
        live.line("");
        report.lines().forEach(live::line);
        live.line("table    " + table);
        if (drawn) {
            live.line("picture  " + picture);
        }
        if (output.quiet() && !output.json()) {
            terminal.line(directory.root() + ": suggest " + report.suggestionWords());
        }
    }
}
