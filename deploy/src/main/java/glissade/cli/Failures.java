package glissade.cli;

import glissade.data.DataException;
import glissade.local.CannotStartException;
import glissade.math.UnsupportedMachineException;
import glissade.plane.InsufficientSharedMemoryException;
import glissade.plane.PlaneException;
import glissade.run.ConfigurationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;

/** Turns whatever a command throws into a line for the user and an exit code. */
final class Failures {

    private final Terminal terminal;
    private final BooleanSupplier debug;

    /**
     * @param debug whether stack traces are wanted, asked when there is one
     */
    Failures(Terminal terminal, BooleanSupplier debug) {
        this.terminal = terminal;
        this.debug = debug;
    }

    /** Reports the failure and returns the exit code that it stands for. */
    int report(Throwable failure) {
        Throwable cause = cause(failure);
        if (debug.getAsBoolean()) {
            terminal.stackTrace(cause);
        }
        return switch (cause) {
            case CommandFailure refused -> say(refused.exitCode(), refused);
            case ConfigurationException refused -> say(ExitCode.BAD_INPUT, refused);
            case DataException refused -> say(ExitCode.BAD_INPUT, refused);
            case UnsupportedMachineException lacking ->
                    say(ExitCode.MACHINE_LACKS_SOMETHING, lacking);
            case CannotStartException lacking -> say(ExitCode.MACHINE_LACKS_SOMETHING, lacking);
            case InsufficientSharedMemoryException lacking ->
                    say(ExitCode.MACHINE_LACKS_SOMETHING, lacking);
            case PlaneException unusable -> say(ExitCode.RUN_FAILED, unusable);
            case OutOfMemoryError exhausted -> {
                terminal.error(
                        "out of memory ("
                                + exhausted.getMessage()
                                + "); give it more with GLISSADE_JVM_OPTS=-Xmx4g");
                yield ExitCode.RUN_FAILED;
            }
            default -> {
                terminal.error(
                        "unexpected error: "
                                + oneLine(cause.toString())
                                + (debug.getAsBoolean()
                                        ? ""
                                        : "; run it again with --debug to see where"));
                yield ExitCode.RUN_FAILED;
            }
        };
    }

    private int say(int exitCode, Throwable failure) {
        terminal.error(oneLine(String.valueOf(failure.getMessage())));
        return exitCode;
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\R+", " ");
    }
}
