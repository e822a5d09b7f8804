package glissade.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A directory that holds a training and a test set as IDX files with the standard MNIST names,
 * {@code train-images-idx3-ubyte} and so on, plain or {@code .gz}; a point before {@code idx} is
 * common too.
 */
record DirectorySource(String option, Path directory) implements DataSource {
    private static final List<String> STEMS =
            List.of("train-images", "train-labels", "t10k-images", "t10k-labels");

    @Override
    public String text() {
        return directory.toString();
    }

    @Override
    public Dataset training(Reading reading) {
        return read("train", reading);
    }

    @Override
    public @Nullable Dataset test(Reading reading) {
        return read("t10k", reading);
    }

    private Dataset read(String part, Reading reading) {
        checkDirectory();
        return IdxReader.read(
                find(part + "-images", "idx3-ubyte"),
                find(part + "-labels", "idx1-ubyte"),
                reading.classes());
    }

    /** True for one of the three files that are not looked for. */
    private static boolean isAnother(String name, String stem) {
        for (String other : STEMS) {
            if (!other.equals(stem) && name.startsWith(other)) {
                return true;
            }
        }
        return false;
    }

    private void checkDirectory() {
        if (Files.isDirectory(directory)) {
            return;
        }
        if (Files.exists(directory)) {
            throw new DataException(
                    option
                            + ": "
                            + directory
                            + " is a file, expected a directory with the standard MNIST files;"
                            + " name a file by csv:FILE or svm:FILE, two by idx:IMAGES,LABELS or"
                            + " npy:INPUTS,LABELS");
        }
        String name = String.valueOf(directory.getFileName());
        String hint = NearestFile.hint(directory);
        if (hint.isEmpty() && NearestName.among(List.of(DigitsSource.NAME), name) != null) {
            hint = "; nearest: " + DigitsSource.NAME;
        }
        throw new DataException(
                option
                        + ": "
                        + directory
                        + ": no such directory"
                        + hint
                        + "; expected "
                        + DataSource.ACCEPTED);
    }

    private Path find(String stem, String type) {
        for (String name : List.of(stem + "-" + type, stem + "." + type)) {
            for (String suffix : List.of("", ".gz")) {
                Path candidate = directory.resolve(name + suffix);
                if (Files.exists(candidate)) {
                    return candidate;
                }
            }
        }
        String expected = stem + "-" + type;
        throw new DataException(
                option
                        + ": "
                        + directory
                        + ": no "
                        + expected
                        + " or "
                        + expected
                        + ".gz there"
                        + NearestFile.hint(expected, directory, name -> !isAnother(name, stem))
                        + "; put the MNIST files there under their standard names, or name two"
                        + " files by idx:IMAGES,LABELS");
    }
}
