package glissade.run;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One option of {@code train}: the same name is an option of the command line ({@code --batch 64})
 * and a key of configuration files ({@code batch = 64}).
 *
 * @param name without dashes in front
 * @param placeholder what stands for the value in a usage text
 * @param type how values are written
 * @param fallback the default, null where it is none or follows from other options
 * @param fallbackText the default in words, empty for none
 * @param description one sentence without a full stop
 * @param reader finds the value in a configuration; null where it has none
 */
public record RunOption<T>(
        String name,
        String placeholder,
        ValueType<T> type,
        @Nullable T fallback,
        String fallbackText,
        String description,
        Function<RunConfiguration, @Nullable T> reader) {

    /** The value as text, or null where the configuration has none. */
    @Nullable String print(RunConfiguration configuration) {
        T value = reader.apply(configuration);
        return value == null ? null : type.printer().apply(value);
    }

    /** The option with a value, as one would give it: {@code --batch 64}. */
    String cite(T value) {
        return "--" + name + " " + OneLine.cut(type.printer().apply(value));
    }
}
