package glissade.cli;

import picocli.CommandLine.Option;

/** What a command that trains prints. */
final class OutputOptions {

    @Option(names = "--quiet", description = "print the summary line and errors only")
    private boolean quiet;

    @Option(names = "--json", description = "print the summary as JSON on stdout, and nothing else")
    private boolean json;

    boolean quiet() {
        return quiet;
    }

    boolean json() {
        return json;
    }
}
