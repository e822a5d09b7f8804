package glissade.run;

import glissade.data.NearestName;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the value of an option is written.
 *
 * @param expected what a value looks like, to continue "expected …"
 * @param parser gives null for a text that is no such value
 * @param printer the inverse of {@code parser}
 * @param nearest a value that may have been meant by a wrong text, or null
 */
public record ValueType<T>(
        String expected,
        Function<String, @Nullable T> parser,
        Function<T, String> printer,
        Function<String, @Nullable String> nearest) {

    // Double.parseDouble also takes "1d", "0x1p3" and "NaN": nothing that anybody means here.
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,19}");

    private static <T> ValueType<T> of(
            String expected, Function<String, @Nullable T> parser, Function<T, String> printer) {
        return new ValueType<>(expected, parser, printer, text -> null);
    }

    /** Any text but the empty one. */
    static ValueType<String> text(String expected) {
        return of(expected, text -> text.isBlank() ? null : text, text -> text);
    }

    static ValueType<String> matching(String expected, Pattern pattern) {
        return of(expected, text -> pattern.matcher(text).matches() ? text : null, text -> text);
    }

    static ValueType<Boolean> truth() {
        return choice(List.of(true, false), String::valueOf);
    }

    static ValueType<Integer> whole(int least, int most) {
        return of(
                "a whole number from " + least + " to " + most,
                text -> {
                    Long value = wholeNumber(text);
                    return value == null || value < least || value > most
                            ? null
                            : Integer.valueOf(value.intValue());
                },
                String::valueOf);
    }

    static ValueType<Long> wholeLong(String expected, long least) {
        return of(
                expected,
                text -> {
                    Long value = wholeNumber(text);
                    return value == null || value < least ? null : value;
                },
                String::valueOf);
    }

    /** Numbers that a float holds too, so that none becomes zero or infinite on its way. */
    static ValueType<Double> positive() {
        return decimal(
                "a number above 0", value -> (float) value > 0 && (float) value <= Float.MAX_VALUE);
    }

    static ValueType<Double> decimal(String expected, DoubleRange range) {
        return new ValueType<>(
                expected,
                text -> {
                    Double value = decimalNumber(text);
                    return value != null && range.contains(value) ? value : null;
                },
                String::valueOf,
                text ->
                        decimalNumber(text.replace(',', '.')) == null || !text.contains(",")
                                ? null
                                : text.replace(',', '.'));
    }

    /** One of the constants of an enum, or of any list, by name. */
    static <T> ValueType<T> choice(List<T> values, Function<T, String> name) {
        List<String> names = values.stream().map(name).collect(Collectors.toList());
        return new ValueType<>(
                oneOf(names),
                text -> {
                    int index = names.indexOf(text);
                    return index < 0 ? null : values.get(index);
                },
                name,
                text -> NearestName.among(names, text));
    }

    static <T> ValueType<T> choice(T[] values, Function<T, String> name) {
        return choice(Arrays.asList(values), name);
    }

    /** The numbers that are allowed. */
    interface DoubleRange {
        boolean contains(double value);
    }

    private static String oneOf(List<String> names) {
        int last = names.size() - 1;
        return last == 0
                ? names.getFirst()
                : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
    }

    private static @Nullable Long wholeNumber(String text) {
        if (!WHOLE.matcher(text).matches()) {
            return null;
        }
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException tooLarge) {
            return null;
        }
    }

    private static @Nullable Double decimalNumber(String text) {
        return DECIMAL.matcher(text).matches() ? Double.valueOf(text) : null;
    }
}
