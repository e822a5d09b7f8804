package glissade.cli;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The program: finds the command, runs it, and ends the JVM with its exit code. */
public final class Glissade {

    private static final int USAGE_WIDTH = 100;

    private Glissade() {}

    public static void main(String[] arguments) {
        Terminal terminal = Terminal.ofProcess();
        Shutdown shutdown = Shutdown.watch(StderrFilter::drain);
        int exitCode = execute(terminal, shutdown, arguments);
        shutdown.finished();
        StderrFilter.drain();
        System.exit(exitCode);
    }

    /** Runs one command to its end and returns its exit code. */
    static int execute(Terminal terminal, Shutdown shutdown, String[] arguments) {
        CommonOptions common = new CommonOptions();
        Failures failures = new Failures(terminal, common);
        try {
            return commandLine(terminal, shutdown, common, failures).execute(arguments);
        } catch (Error error) {
            // Out of memory, mostly: picocli hands on exceptions only.
            return failures.report(error);
        }
    }

    /** The tree of commands. */
    private static CommandLine commandLine(
            Terminal terminal, Shutdown shutdown, CommonOptions common, Failures failures) {
        CommandLine bench = new CommandLine(new BenchCommand());
        CommandLine root =
                new CommandLine(new GlissadeCommand(common))
                        .addSubcommand(new TrainCommand(terminal, shutdown, common).spec())
                        .addSubcommand(new ResumeCommand(terminal, shutdown, common).spec())
                        .addSubcommand(new CompareCommand(terminal, shutdown, common).spec())
                        .addSubcommand(new LrFindCommand(terminal, shutdown, common).spec())
                        .addSubcommand(new EvaluateCommand(terminal, shutdown, common))
                        .addSubcommand(new PredictCommand(terminal))
                        .addSubcommand(new DescendCommand(terminal))
                        .addSubcommand(new CheckGradientsCommand(terminal).spec())
                        .addSubcommand(new CoordinatorCommand(terminal, shutdown, common).spec())
                        .addSubcommand(new WorkerCommand(terminal, shutdown, common))
                        .addSubcommand(bench)
                        .addSubcommand(new DoctorCommand(terminal));
        // After bench has its place: options of the root are handed down when a command is added.
        bench.addSubcommand(new BenchGemmCommand(terminal));
        bench.addSubcommand(new BenchTrainCommand(terminal).spec());
        return root.setExpandAtFiles(false)
                .setUsageHelpWidth(USAGE_WIDTH)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setParameterExceptionHandler(new UsageErrors(terminal))
                .setExecutionExceptionHandler(
                        (failure, command, parsed) -> failures.report(failure));
    }
}
