package glissade.data;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/** Finds the existing file that a mistyped name most likely meant. */
final class NearestFile {
    /** A directory may be huge; a hint is not worth reading all of it. */
    private static final int MOST_NAMES = 1_000;

    private NearestFile() {}

    /** {@code ; nearest: NAME} for a path that does not exist, or nothing. */
    static String hint(Path missing) {
        Path parent = missing.getParent();
        Path name = missing.getFileName();
        if (parent == null || name == null) {
            return "";
        }
        return hint(name.toString(), parent, candidate -> true);
    }

    /**
     * {@code ; nearest: NAME} for a name that is not among a directory's candidates, or nothing.
     */
    static String hint(String name, Path directory, Predicate<String> candidates) {
        List<String> names = names(directory);
        names.removeIf(candidates.negate());
        String nearest = NearestName.among(names, name);
        return nearest == null ? "" : "; nearest: " + nearest;
    }

    private static List<String> names(Path directory) {
        List<String> names = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
                for (Path entry : entries) {
                    if (names.size() == MOST_NAMES) {
                        break;
                    }
                    names.add(String.valueOf(entry.getFileName()));
                }
            } catch (IOException | DirectoryIteratorException e) {
                // Only a hint: the message it would decorate matters more than why it is missing.
                names.clear();
            }
        }
        Collections.sort(names);
        return names;
    }
}
