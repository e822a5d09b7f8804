package glissade.data;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file in the format of libsvm and svmlight: {@code svm:FILE}, plain or {@code .gz}. A line is an
 * answer and the values of a sample that are not 0, each with its index from 1: {@code +1 3:0.5
 * 17:1}. Whole answers are classes, others a regression target; with {@code ,target} behind the
 * file all are. The network's inputs say how many values a sample has. It has no test part.
 *
 * @param target whether the answers are numbers to predict, even if all are whole
 */
record SvmSource(Path path, boolean target) implements DataSource {
    static final String NAME = "svm";
    static final String FORM = "svm:FILE[,target]";

    private static final String TARGET = ",target";

    static SvmSource parse(String option, String text, Path directory) {
        String file = text.substring(NAME.length() + 1);
        boolean target = file.endsWith(TARGET);
        if (target) {
            file = file.substring(0, file.length() - TARGET.length());
        }
        if (file.isBlank()) {
            throw new DataException(
                    option + ": expected " + FORM + ", found " + Shown.quoted(text));
        }
        return new SvmSource(DataSource.path(option, file, directory), target);
    }

    @Override
    public String text() {
        return NAME + ":" + path + (target ? TARGET : "");
    }

    @Override
    public Dataset training(Reading reading) {
        return Complete.of(SvmReading.read(this, reading), path, reading);
    }

    @Override
    public @Nullable Dataset test(Reading reading) {
        return null;
    }
}
