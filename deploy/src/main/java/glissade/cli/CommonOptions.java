package glissade.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options of every command: declared at the root, inherited by all. */
final class CommonOptions {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "show what the command does and takes")
    boolean help;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "report errors with stack traces, and what the parts of the program log")
    private boolean debug;

    boolean debug() {
        return debug;
    }
}
