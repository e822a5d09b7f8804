package glissade.cli;

import picocli.CommandLine.Model.CommandSpec;

/** The refusal of a command that only groups others. */
final class MissingSubcommand {

    private MissingSubcommand() {}

    static CommandFailure of(CommandSpec spec) {
        return new CommandFailure(
                ExitCode.BAD_INPUT,
                "expected a command after "
                        + spec.qualifiedName()
                        + ": "
                        + UsageErrors.commands(spec)
                        + "; see "
                        + spec.qualifiedName()
                        + " --help");
    }
}
