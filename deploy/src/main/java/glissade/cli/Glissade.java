package glissade.cli;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The program: finds the command, runs it, and ends the JVM with its exit code. */
public final class Glissade {

    private static final int USAGE_WIDTH = 100;

    private Glissade() {}

    public static void main(String[] arguments) {
        Terminal terminal = Terminal.ofProcess();
        Shutdown shutdown = new Shutdown(StderrFilter::drain);
        int exitCode = commandLine(terminal, shutdown).execute(arguments);
        shutdown.finished();
        StderrFilter.drain();
        System.exit(exitCode);
    }

    /** The tree of commands. */
    static CommandLine commandLine(Terminal terminal, Shutdown shutdown) {
        CommonOptions common = new CommonOptions();
        CommandLine bench = new CommandLine(new BenchCommand());
        CommandLine root =
                new CommandLine(new GlissadeCommand(common))
                        .addSubcommand(new TrainCommand(terminal, shutdown, common).spec())
                        .addSubcommand(new ResumeCommand(terminal, shutdown, common).spec())
                        .addSubcommand(new EvaluateCommand(terminal))
                        .addSubcommand(new PredictCommand(terminal))
                        .addSubcommand(new CoordinatorCommand(terminal, shutdown, common).spec())
                        .addSubcommand(new WorkerCommand(terminal, shutdown, common))
                        .addSubcommand(bench)
                        .addSubcommand(new DoctorCommand(terminal));
        // After bench has its place: options of the root are handed down when a command is added.
        bench.addSubcommand(new BenchGemmCommand(terminal));
        Failures failures = new Failures(terminal);
        return root.setExpandAtFiles(false)
                .setUsageHelpWidth(USAGE_WIDTH)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setParameterExceptionHandler(new UsageErrors(terminal))
                .setExecutionExceptionHandler(
                        (failure, command, parsed) -> failures.report(failure, common.debug()));
    }
}
