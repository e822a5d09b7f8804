package glissade.run;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options that somebody gave, as text, each with its place: in a configuration file or on the
 * command line. What is added later outranks what was there before, so files come first. Immutable.
 */
public final class GivenOptions {

    /**
     * @param place of the option: {@code --lr} or {@code mnist.conf:7: lr}
     * @param rank higher for sources that were added later
     */
    private record Given(String text, String place, int rank) {}

    private static final GivenOptions NONE = new GivenOptions(Map.of(), 0);

    private final Map<String, Given> byName;
    private final int rank;

    private GivenOptions(Map<String, Given> byName, int rank) {
        this.byName = byName;
        this.rank = rank;
    }

    public static GivenOptions none() {
        return NONE;
    }

    /**
     * Adds the content of a HOCON file.
     *
     * @throws ConfigurationException if it cannot be read, or holds anything but known options
     */
    public GivenOptions file(Path file) {
        return with(HoconSource.read(file));
    }

    /** Adds a HOCON text, as {@link RunConfiguration#toHocon} writes it. */
    public GivenOptions text(String hocon) {
        return with(HoconSource.parse(hocon));
    }

    /**
     * Adds options of the command line.
     *
     * @param options values by name, without dashes in front
     */
    public GivenOptions commandLine(Map<String, String> options) {
        Map<String, HoconSource.Entry> entries = new LinkedHashMap<>();
        options.forEach(
                (name, text) -> entries.put(name, new HoconSource.Entry(text, "--" + name)));
        return with(entries);
    }

    private GivenOptions with(Map<String, HoconSource.Entry> entries) {
        Map<String, Given> all = new LinkedHashMap<>(byName);
        entries.forEach((name, entry) -> {
            RunOption<?> option = RunOptions.requireNamed(name, entry.place());
            Given given = new Given(entry.text(), entry.place(), rank + 1);
            parse(option, given);
            all.put(name, given);
        });
        return new GivenOptions(Map.copyOf(all), rank + 1);
    }

    /** The value that was given, or null. */
    <T> @Nullable T given(RunOption<T> option) {
        Given given = byName.get(option.name());
        return given == null ? null : parse(option, given);
    }

    /** The value that was given, or the option's own default. */
    <T> T valueOf(RunOption<T> option) {
        T given = given(option);
        if (given != null) {
            return given;
        }
        if (option.fallback() == null) {
            throw new IllegalArgumentException(
                    "option has no default of its own: " + option.name());
        }
        return option.fallback();
    }

    /** Whether both were given, by sources of the same rank: then neither is meant to win. */
    boolean contradict(RunOption<?> one, RunOption<?> other) {
        return rank(one) > 0 && rank(one) == rank(other);
    }

    /** Whether {@code one} was given, and not by a source that {@code other} outranks. */
    boolean holdsAgainst(RunOption<?> one, RunOption<?> other) {
        return rank(one) > 0 && rank(one) >= rank(other);
    }

    /** Place and value for a message: {@code --lr 0.1}, {@code mnist.conf:7: lr 0.1}. */
    String cite(RunOption<?> option) {
        Given given = byName.get(option.name());
        return given == null
                ? "--" + option.name() + " " + option.fallbackText()
                : given.place() + " " + OneLine.cut(given.text());
    }

    private int rank(RunOption<?> option) {
        Given given = byName.get(option.name());
        return given == null ? 0 : given.rank();
    }

    private static <T> T parse(RunOption<T> option, Given given) {
        ValueType<T> type = option.type();
        T value = type.parser().apply(given.text());
        if (value != null) {
            return value;
        }
        String nearest = type.nearest().apply(given.text());
        throw new ConfigurationException(
                given.place()
                        + ": expected "
                        + type.expected()
                        + ", found "
                        + OneLine.quote(given.text())
                        + (nearest == null ? "" : "; did you mean " + nearest + "?"));
    }
}
