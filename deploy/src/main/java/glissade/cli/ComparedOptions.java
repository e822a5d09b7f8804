package glissade.cli;

import glissade.run.RunOption;
import glissade.run.RunOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options of {@code compare} that take several values, separated by commas or by giving the option
 * again: every combination of them is a setting.
 */
final class ComparedOptions {

    /** More curves cannot be told apart in a picture. */
    static final int MOST_SETTINGS = 24;

    /** All keep the data and the initial parameters as they are. */
    private static final List<RunOption<?>> AXES =
            List.of(RunOptions.OPTIMIZER, RunOptions.SCHEDULE, RunOptions.LR, RunOptions.BATCH);

    /** As they were given, by option. */
    private final Map<String, List<String>> texts = new LinkedHashMap<>();

    /** Whether an option of {@code train} takes several values here. */
    static boolean has(RunOption<?> option) {
        return AXES.contains(option);
    }

    void addTo(CommandSpec command) {
        for (RunOption<?> option : AXES) {
            Texts values = new Texts(option.name());
            command.addOption(
                    OptionSpec.builder("--" + option.name())
                            .paramLabel(option.placeholder() + "[,…]")
                            .arity("1")
                            .type(List.class)
                            .auxiliaryTypes(String.class)
                            .description(
                                    RunOptionSpecs.printable(
                                            "one or several: "
                                                    + RunOptionSpecs.description(option)))
                            .getter(values)
                            .setter(values)
                            .build());
        }
    }

    /**
     * Every combination of the values: options by name, without dashes in front.
     *
     * @throws CommandFailure if a value is missing or given twice, or the combinations are too many
     */
    List<Map<String, String>> combinations() {
        List<Map<String, String>> combinations = List.of(Map.of());
        long count = 1;
        for (RunOption<?> option : AXES) {
            List<String> given = values(option);
            if (given.isEmpty()) {
                continue;
            }
            requireValues(option.name(), given);
            count *= given.size();
            if (count <= MOST_SETTINGS) {
                combinations = product(combinations, option.name(), given);
            }
        }
        if (count > MOST_SETTINGS) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    sizes()
                            + " makes "
                            + count
                            + " settings, expected at most "
                            + MOST_SETTINGS
                            + "; leave some values out");
        }
        return combinations;
    }

    private List<String> values(RunOption<?> option) {
        List<String> values = new ArrayList<>();
        for (String text : texts.getOrDefault(option.name(), List.of())) {
            for (String value : text.split(",", -1)) {
                values.add(value.strip());
            }
        }
        return values;
    }

    private static List<Map<String, String>> product(
            List<Map<String, String>> combinations, String name, List<String> further) {
        List<Map<String, String>> product = new ArrayList<>();
        for (Map<String, String> combination : combinations) {
            for (String value : further) {
                Map<String, String> longer = new LinkedHashMap<>(combination);
                longer.put(name, value);
                product.add(longer);
            }
        }
        return product;
    }

    private static void requireValues(String name, List<String> given) {
        Set<String> seen = new LinkedHashSet<>();
        for (String value : given) {
            if (value.isEmpty()) {
                throw new CommandFailure(
                        ExitCode.BAD_INPUT,
                        "--"
                                + name
                                + ": expected a value between commas, found nothing in \""
                                + String.join(",", given)
                                + '"');
            }
            if (!seen.add(value)) {
                throw new CommandFailure(
                        ExitCode.BAD_INPUT,
                        "--" + name + ": \"" + value + "\" is there twice; leave one of them out");
            }
        }
    }

    /** {@code 5 values of --lr × 6 of --batch}. */
    private String sizes() {
        StringBuilder text = new StringBuilder();
        for (RunOption<?> option : AXES) {
            int count = values(option).size();
            if (count > 1) {
                String of = text.isEmpty() ? " values of --" : " of --";
                text.append(text.isEmpty() ? "" : " × ")
                        .append(count)
                        .append(of)
                        .append(option.name());
            }
        }
        return text.toString();
    }

    /** The texts of one option; picocli clears them by storing null, and adds to what it gets. */
    private final class Texts implements IGetter, ISetter {

        private final String name;

        Texts(String name) {
            this.name = name;
        }

        @Override
        @SuppressWarnings({"TypeParameterUnusedInFormals", "unchecked"}) // picocli's signature
        public <T> @Nullable T get() {
            return (T) texts.get(name);
        }

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // picocli's signature
        public <T> @Nullable T set(@Nullable T value) {
            List<String> all = new ArrayList<>();
            if (value instanceof List<?> given) {
                given.forEach(text -> all.add(String.valueOf(text)));
            }
            texts.put(name, all);
            return null;
        }
    }
}
