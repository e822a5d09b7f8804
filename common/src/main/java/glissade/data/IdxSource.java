package glissade.data;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One pair of IDX files, named one by one: {@code idx:IMAGES,LABELS}. It has no test part. */
record IdxSource(Path images, Path labels) implements DataSource {
    static final String NAME = "idx";

    static IdxSource parse(String option, String text, Path directory) {
        String[] paths = text.substring(NAME.length() + 1).split(",", -1);
        if (paths.length != 2 || paths[0].isBlank() || paths[1].isBlank()) {
            throw new DataException(
                    option
                            + ": expected idx:IMAGES,LABELS, two paths with one comma between,"
                            + " found "
                            + Shown.quoted(text));
        }
        return new IdxSource(
                DataSource.path(option, paths[0], directory),
                DataSource.path(option, paths[1], directory));
    }

    @Override
    public String text() {
        return NAME + ":" + images + "," + labels;
    }

    @Override
    public Dataset training(Reading reading) {
        return IdxReader.read(images, labels, reading.classes());
    }

    @Override
    public @Nullable Dataset test(Reading reading) {
        return null;
    }
}
