package glissade.cli;

import glissade.run.GivenOptions;
import glissade.run.RunConfiguration;
import glissade.run.RunOption;
import glissade.run.RunOptions;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The options that describe a run, as options of a command: names, defaults and descriptions come
 * from {@link RunOptions}. Values stay text, which that table checks.
 */
final class RunOptionSpecs {

    private static final String CONFIG = "config";

    /** Placeholder of options that name one of a few things: their help lists these. */
    private static final String CHOICE = "NAME";

    private final Map<String, String> values = new LinkedHashMap<>();

    /** Gives the command all options, and {@code --config}. */
    void addTo(CommandSpec command) {
        addConfigTo(command);
        addTo(command, option -> true);
    }

    /** Gives the command {@code --config}. */
    void addConfigTo(CommandSpec command) {
        command.addOption(
                option(
                        CONFIG,
                        "FILE",
                        "HOCON file with any of the options of train, as in: lr = 0.01; the"
                                + " command line wins"));
    }

    /** Gives the command the options that pass the filter. */
    void addTo(CommandSpec command, Predicate<RunOption<?>> filter) {
        for (RunOption<?> option : RunOptions.all()) {
            if (filter.test(option)) {
                command.addOption(option(option.name(), option.placeholder(), description(option)));
            }
        }
    }

    /**
     * The configuration that was asked for.
     *
     * @throws glissade.run.ConfigurationException if an option cannot be used
     */
    RunConfiguration configuration() {
        return configuration(Map.of());
    }

    /**
     * The configuration that was asked for, with further options as if given on the command line.
     *
     * @param further values by name, without dashes in front
     * @throws glissade.run.ConfigurationException if an option cannot be used
     */
    RunConfiguration configuration(Map<String, String> further) {
        Map<String, String> options = new LinkedHashMap<>(values);
        options.putAll(further);
        String config = options.remove(CONFIG);
        GivenOptions given = GivenOptions.none();
        if (config != null) {
            given = given.file(path(config));
        }
        return RunConfiguration.of(given.commandLine(options));
    }

    /** Whether an option stands on the command line. */
    boolean isGiven(RunOption<?> option) {
        return values.containsKey(option.name());
    }

    /** What was asked for on top of the configuration of a former run. */
    RunConfiguration over(RunConfiguration former) {
        return RunConfiguration.of(GivenOptions.none().text(former.toHocon()).commandLine(values));
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT, "--config: not a path: " + e.getReason(), e);
        }
    }

    private OptionSpec option(String name, String placeholder, String description) {
        return OptionSpec.builder("--" + name)
                .paramLabel(placeholder)
                .arity("1")
                .type(String.class)
                .description(printable(description))
                .setter(new Store(name))
                .build();
    }

    /** A percent sign would be taken for a format. */
    static String printable(String description) {
        return description.replace("%", "%%");
    }

    /** What an option does, what it can be, and what it is by default. */
    static String description(RunOption<?> option) {
        String description =
                CHOICE.equals(option.placeholder())
                        ? option.description() + ": " + option.type().expected()
                        : option.description();
        return option.fallbackText().isEmpty()
                ? description
                : description + " (" + option.fallbackText() + ")";
    }

    /** Keeps the text that was given; picocli clears options by storing null. */
    private final class Store implements ISetter {

        private final String name;

        Store(String name) {
            this.name = name;
        }

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // picocli's signature
        public <T> @Nullable T set(@Nullable T value) {
            if (value == null) {
                values.remove(name);
            } else {
                values.put(name, value.toString());
            }
            return null;
        }
    }
}
