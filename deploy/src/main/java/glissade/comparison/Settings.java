package glissade.comparison;

import glissade.local.CheckedRun;
import glissade.run.Batch;
import glissade.run.RunConfiguration;
import glissade.run.RunConfiguration.Training;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Names settings by what sets them apart. */
public final class Settings {

    /** What a name can be made of, in its order. */
    private static final List<Function<Training, String>> PARTS =
            List.of(
                    training -> training.optimizer().name(),
                    training -> training.schedule().kind().optionName(),
                    training -> "lr " + number(training.learningRate()),
                    training -> "batch " + batch(training.batch()));

    private Settings() {}

    /**
     * Names runs that differ in optimizer, schedule, learning rate or batch.
     *
     * @throws IllegalArgumentException if two of them are the same
     */
    public static List<Setting> of(List<CheckedRun> runs) {
        List<Function<Training, String>> parts = new ArrayList<>();
        for (Function<Training, String> part : PARTS) {
            Set<String> values = new LinkedHashSet<>();
            runs.forEach(run -> values.add(part.apply(training(run.configuration()))));
            if (values.size() > 1) {
                parts.add(part);
            }
        }
        if (parts.isEmpty()) {
            parts.add(PARTS.getFirst());
            parts.add(training -> "lr " + number(training.learningRate()));
        }
        List<Setting> settings = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (CheckedRun run : runs) {
            List<String> words =
                    parts.stream().map(part -> part.apply(training(run.configuration()))).toList();
            String name = String.join(" ", words);
            if (!names.add(name)) {
                throw new IllegalArgumentException("two settings are the same: " + name);
            }
            settings.add(new Setting(name, slug(words), run));
        }
        return settings;
    }

    private static Training training(RunConfiguration configuration) {
        return configuration.training();
    }

    private static String slug(List<String> words) {
        return String.join("-", words).replace(" ", "");
    }

    static String batch(Batch batch) {
        return switch (batch) {
            case Batch.All() -> "all";
            case Batch.Samples(int samples) -> String.valueOf(samples);
        };
    }

    /** A rate as one would type it: 0.0005, or 1e-7. */
    static String number(double value) {
        return value >= 1e-6 && value < 1e15
                ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
                : String.valueOf(value).replace(".0E", "E").replace('E', 'e');
    }
}
