package glissade.cli;

import glissade.data.NearestName;
import glissade.run.RunOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line what is wrong with a command line, with the nearest name that exists. */
final class UsageErrors implements IParameterExceptionHandler {

    private static final int LONGEST_VALUE = 80;

    private final Terminal terminal;

    UsageErrors(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        terminal.error(message(failure));
        return ExitCode.BAD_INPUT;
    }

    private static String message(ParameterException failure) {
        CommandSpec command = failure.getCommandLine().getCommandSpec();
        return switch (failure) {
            case UnmatchedArgumentException unmatched -> unknown(unmatched, command);
            case MissingParameterException missing -> missing(missing, command);
            case OverwrittenOptionException twice ->
                    name(twice.getOverwritten()) + ": given more than once; give it once";
            default -> {
                ArgSpec argument = failure.getArgSpec();
                String detail = String.valueOf(failure.getMessage()).replaceAll("\\R.*", "");
                yield argument == null
                        ? detail
                        : name(argument)
                                + ": expected "
                                + expected(argument)
                                + ", found \""
                                + cut(String.valueOf(failure.getValue()))
                                + '"';
            }
        };
    }

    /** {@code a whole number up to 2147483647} rather than {@code N}, {@code K} or {@code SEED}. */
    private static String expected(ArgSpec argument) {
        Class<?> type = argument.type();
        if (type == int.class || type == Integer.class) {
            return "a whole number up to " + Integer.MAX_VALUE;
        }
        if (type == long.class || type == Long.class) {
            return "a whole number up to " + Long.MAX_VALUE;
        }
        if (type == double.class || type == Double.class) {
            return "a number";
        }
        return argument.paramLabel();
    }

    private static String unknown(UnmatchedArgumentException unmatched, CommandSpec command) {
        String argument = unmatched.getUnmatched().getFirst();
        if (argument.startsWith("-") && argument.length() > 1) {
            int equals = argument.indexOf('=');
            String option = equals < 0 ? argument : argument.substring(0, equals);
            String nearest = nearestOption(option, command);
            return cut(option)
                    + ": "
                    + command.qualifiedName()
                    + " has no such option; "
                    + (nearest == null
                            ? "see " + command.qualifiedName() + " --help"
                            : "did you mean " + nearest + "?");
        }
        if (!command.subcommands().isEmpty()) {
            String nearest = NearestName.among(command.subcommands().keySet(), argument);
            return '"'
                    + cut(argument)
                    + "\": there is no such command; "
                    + (nearest == null
                            ? "the commands are " + commands(command)
                            : "did you mean " + command.qualifiedName() + " " + nearest + "?");
        }
        return '"'
                + cut(argument)
                + "\": "
                + command.qualifiedName()
                + (command.positionalParameters().isEmpty()
                        ? " takes options only"
                        : " takes no further argument")
                + "; see "
                + command.qualifiedName()
                + " --help";
    }

    private static @Nullable String nearestOption(String option, CommandSpec command) {
        List<String> names = new ArrayList<>();
        for (OptionSpec known : command.options()) {
            if (!known.hidden()) {
                names.addAll(List.of(known.names()));
            }
        }
        String nearest = NearestName.among(names, option);
        if (nearest == null && option.startsWith("--")) {
            // The table of a run's options knows what other programs call them.
            String name = RunOptions.nearest(option.substring(2));
            nearest = name != null && names.contains("--" + name) ? "--" + name : null;
        }
        return nearest;
    }

    private static String missing(MissingParameterException failure, CommandSpec command) {
        ArgSpec argument = failure.getMissing().getFirst();
        return argument instanceof OptionSpec option && !option.required()
                ? name(option) + ": expected " + option.paramLabel() + " after it, found nothing"
                : name(argument) + " is missing; see " + command.qualifiedName() + " --help";
    }

    static String commands(CommandSpec command) {
        return String.join(", ", command.subcommands().keySet());
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    private static String cut(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= LONGEST_VALUE ? line : line.substring(0, LONGEST_VALUE) + "…";
    }
}
