package glissade.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
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
        Failures failures = new Failures(terminal, common::debug);
        try {
            return commandLine(terminal, shutdown, common, failures, arguments).execute(arguments);
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

    /**
     * The tree of commands, or the branch that the first argument names: the options of all of them
     * take half a second to make, and every worker would wait for them.
     */
    private static CommandLine commandLine(
            Terminal terminal,
            Shutdown shutdown,
            CommonOptions common,
            Failures failures,
            String[] arguments) {
        CommandLine root = new CommandLine(new GlissadeCommand(common));
        Map<String, Supplier<Object>> commands = commands(terminal, shutdown, common);
        String first = arguments.length > 0 ? arguments[0] : "";
        commands.forEach((name, command) -> {
            if (name.equals(first) || !commands.containsKey(first)) {
                root.addSubcommand(command.get());
            }
        });
        CommandLine bench = root.getSubcommands().get("bench");
        if (bench != null) {
            // After bench has its place: options of the root are handed down when a command is
            // added.
            bench.addSubcommand(new BenchGemmCommand(terminal));
            bench.addSubcommand(new BenchTrainCommand(terminal).spec());
            bench.addSubcommand(new BenchPlaneCommand(terminal, shutdown));
            bench.addSubcommand(new BenchPlaneWorkerCommand(terminal, shutdown));
        }
        return root.setExpandAtFiles(false)
                .setUsageHelpWidth(USAGE_WIDTH)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setParameterExceptionHandler(new UsageErrors(terminal))
                .setExecutionExceptionHandler(
                        (failure, command, parsed) -> failures.report(failure));
    }

    /** In the order of the help. */
    private static Map<String, Supplier<Object>> commands(
            Terminal terminal, Shutdown shutdown, CommonOptions common) {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("train", () -> new TrainCommand(terminal, shutdown, common).spec());
        commands.put("resume", () -> new ResumeCommand(terminal, shutdown, common).spec());
        commands.put("compare", () -> new CompareCommand(terminal, shutdown, common).spec());
        commands.put("lr-find", () -> new LrFindCommand(terminal, shutdown, common).spec());
        commands.put("evaluate", () -> new EvaluateCommand(terminal, shutdown, common));
        commands.put("predict", () -> new PredictCommand(terminal));
        commands.put("descend", () -> new DescendCommand(terminal));
        commands.put("check-gradients", () -> new CheckGradientsCommand(terminal).spec());
        commands.put(
                "coordinator", () -> new CoordinatorCommand(terminal, shutdown, common).spec());
        commands.put("worker", () -> new WorkerCommand(terminal, shutdown, common));
        commands.put("bench", BenchCommand::new);
        commands.put("doctor", () -> new DoctorCommand(terminal));
        return commands;
    }
}
