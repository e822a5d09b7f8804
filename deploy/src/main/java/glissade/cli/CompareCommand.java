package glissade.cli;

import glissade.comparison.Comparison;
import glissade.comparison.ComparisonChart;
import glissade.comparison.ComparisonFiles;
import glissade.comparison.ComparisonTable;
import glissade.comparison.Result;
import glissade.comparison.Setting;
import glissade.comparison.Settings;
import glissade.coordinator.RunOutcome;
import glissade.local.CheckedRun;
import glissade.run.RunConfiguration;
import glissade.run.RunDirectory;
import glissade.run.RunOptions;
import glissade.run.RunStatus;
import glissade.run.RunSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

/** {@code glissade compare}: several settings side by side. */
@Command(
        name = "compare",
        abbreviateSynopsis = true,
        sortOptions = false,
        description =
                "Trains several settings on the same data from the same parameters, one after"
                        + " another, says of each whether it learns well, and draws their losses"
                        + " side by side.",
        footer = {
            "",
            "For example: glissade compare --optimizer sgd --lr 0.001,0.01,0.1,1,10",
            "Or: glissade compare --optimizer sgd --batch all,1,64 --epochs 5"
        })
final class CompareCommand implements Callable<Integer> {

    private static final String PICTURE = "compare.png";

    private final Terminal terminal;
    private final Shutdown shutdown;
    private final CommonOptions common;
    private final ComparedOptions compared = new ComparedOptions();
    private final RunOptionSpecs options = new RunOptionSpecs();

    @Mixin private OutputOptions output = new OutputOptions();

    CompareCommand(Terminal terminal, Shutdown shutdown, CommonOptions common) {
        this.terminal = terminal;
        this.shutdown = shutdown;
        this.common = common;
    }

    CommandSpec spec() {
        CommandSpec spec = CommandSpec.forAnnotatedObject(this);
        compared.addTo(spec);
        options.addConfigTo(spec);
        options.addTo(
                spec,
                option -> !ComparedOptions.has(option) && !option.equals(RunOptions.TIMELINE));
        return spec;
    }

    @Override
    public Integer call() {
        List<Setting> settings = settings();
        CheckedRun first = settings.getFirst().run();
        Path directory = RunDirectory.createGroup(first.configuration(), InstantSource.system());
        settings = settings.stream().map(setting -> setting.in(directory)).toList();
        Logging.ofDirectory(directory, common.debug());
        Terminal live = output.quiet() || output.json() ? terminal.silenced() : terminal;
        live.line("compare  " + directory + ": " + Figures.counted(settings.size(), "setting"));
        new RunHeader(first).subject().forEach(live::line);
        live.line("workers  " + new RunHeader(first).workers());
        Comparison comparison = new Comparison(settings, new Progress(live, settings.size()));
        shutdown.onRequest(comparison::stop);
        Comparison.Outcome outcome = comparison.run();
        report(directory, outcome.results(), live);
        if (!outcome.problem().isEmpty()) {
            terminal.error(
                    "setting "
                            + settings.get(outcome.results().size()).name()
                            + ": "
                            + outcome.problem());
            return outcome.machineLacksSomething()
                    ? ExitCode.MACHINE_LACKS_SOMETHING
                    : ExitCode.RUN_FAILED;
        }
        return outcome.stopped() ? ExitCode.INTERRUPTED : ExitCode.DONE;
    }

    private List<Setting> settings() {
        List<CheckedRun> runs = new ArrayList<>();
        for (Map<String, String> combination : compared.combinations()) {
            RunConfiguration configuration = options.configuration(combination);
            requireNoTimeline(configuration);
            runs.add(
                    runs.isEmpty()
                            ? CheckedRun.of(configuration)
                            : runs.getFirst().with(configuration));
        }
        try {
            return Settings.of(runs);
        } catch (IllegalArgumentException same) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT, same.getMessage() + "; leave one of them out", same);
        }
    }

    /** It may stand in the file of {@code --config}. */
    private static void requireNoTimeline(RunConfiguration configuration) {
        String timeline = configuration.output().timeline();
        if (timeline != null) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "--"
                            + RunOptions.TIMELINE.name()
                            + " "
                            + timeline
                            + ": one file cannot take the timelines of several settings; leave it out");
        }
    }

    private void report(Path directory, List<Result> results, Terminal live) {
        if (results.isEmpty()) {
            return;
        }
        ComparisonFiles files = new ComparisonFiles(directory, results);
        Path table = write(files);
        boolean drawn = draw(directory.resolve(PICTURE), results);
        if (output.json()) {
            terminal.line(files.json());
        }
        live.line("");
        ComparisonTable.lines(results).forEach(live::line);
        live.line("");
        live.line("best     " + best(results));
        live.line("table    " + table);
        if (drawn) {
            live.line("picture  " + directory.resolve(PICTURE));
        }
        if (output.quiet() && !output.json()) {
            terminal.line(directory + ": " + best(results));
        }
    }

    private static String best(List<Result> results) {
        Result best = ComparisonFiles.best(results);
        return best == null
                ? "none: nothing learnt; try other learning rates"
                : best.setting().name()
                        + ", training loss "
                        + Figures.loss(best.endLoss())
                        + (Double.isNaN(best.heldOutAccuracy())
                                ? ""
                                : ", accuracy " + Figures.percent(best.heldOutAccuracy()));
    }

    private static Path write(ComparisonFiles files) {
        try {
            return files.writeTable();
        } catch (IOException failed) {
            throw new CommandFailure(
                    ExitCode.RUN_FAILED, "the table cannot be written: " + failed.getMessage());
        }
    }

    /** A picture that cannot be drawn is no reason to lose the table. */
    private boolean draw(Path file, List<Result> results) {
        try {
            ComparisonChart.of(results).write(file);
            return true;
        } catch (IOException failed) {
            terminal.note(file + ": cannot be drawn: " + failed.getMessage());
            return false;
        }
    }

    /** A line for each setting that has ended. */
    private record Progress(Terminal terminal, int settings) implements Comparison.Listener {

        @Override
        public void onStarted(int number, Setting setting) {}

        @Override
        public void onEnded(int number, Setting setting, RunOutcome outcome) {
            terminal.line(number + "/" + settings + "  " + setting.name() + ": " + words(outcome));
        }

        private static String words(RunOutcome outcome) {
            RunSummary summary = outcome.summary();
            if (outcome.status() != RunStatus.DONE || summary == null) {
                return outcome.message();
            }
            return Figures.counted(summary.progress().steps(), "step")
                    + ", "
                    + Figures.rate(summary.timing().samplesPerSecond())
                    + ", "
                    + Figures.seconds(summary.timing().wallSeconds());
        }
    }
}
