package glissade.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code glissade}: the root of all commands; by itself it does nothing. */
@Command(
        name = "glissade",
        description =
                "Trains neural networks by gradient descent on many JVMs at once, to the same bits"
                        + " however many take part.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "To begin: glissade train (draws its own data; a digit network in half a minute).",
            "Of each command: glissade COMMAND --help"
        },
        versionProvider = GlissadeCommand.Version.class)
final class GlissadeCommand implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private final CommonOptions common;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "show the version")
    boolean version;

    GlissadeCommand(CommonOptions common) {
        this.common = common;
    }

    CommonOptions common() {
        return common;
    }

    @Override
    public void run() {
        throw MissingSubcommand.of(spec);
    }

    /** The version that the build wrote into the jar. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = GlissadeCommand.class.getPackage().getImplementationVersion();
            return new String[] {
                "glissade "
                        + (version == null ? "(not packaged)" : version)
                        + " (Java "
                        + Runtime.version()
                        + ", "
                        + System.getProperty("os.name")
                        + " "
                        + System.getProperty("os.arch")
                        + ")"
            };
        }
    }
}
