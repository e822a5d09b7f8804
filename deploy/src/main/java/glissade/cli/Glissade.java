package glissade.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The program: finds the command, runs it, and ends the JVM with its exit code. */
public final class Glissade {

    private static final int USAGE_WIDTH = 100;

    /** What Java puts in place of bytes that are no characters. */
    private static final char REPLACEMENT = '\uFFFD';

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
        String undecoded = undecoded(arguments, System.getProperty("sun.jnu.encoding", "UTF-8"));
        if (undecoded != null) {
            terminal.error(undecoded);
            return ExitCode.BAD_INPUT;
        }
        CommonOptions common = new CommonOptions();
        Failures failures = new Failures(terminal, common);
        try {
            return commandLine(terminal, shutdown, common, failures).execute(arguments);
        } catch (Error error) {
            // Out of memory, mostly: picocli hands on exceptions only.
            return failures.report(error);
        }
    }

    /**
     * Says so where Java could not read an argument, such as the name of a file with an umlaut in a
     * container that sets no locale: no file of such a name can be opened then.
     *
     * @param encoding of the locale
     */
    static @Nullable String undecoded(String[] arguments, String encoding) {
        for (String argument : arguments) {
            if (argument.indexOf(REPLACEMENT) >= 0 && !encoding.equals("UTF-8")) {
                return '"'
                        + argument
                        + "\": has characters that are not in "
                        + encoding
                        + ", the character set of the locale; start it with LC_ALL=C.UTF-8";
            }
        }
        return null;
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
