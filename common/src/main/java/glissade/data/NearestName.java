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
import org.jspecify.annotations.Nullable;

/** Finds the existing name that a mistyped one most likely meant. */
final class NearestName {
    /** A directory may be huge; a hint is not worth reading all of it. */
    private static final int MOST_NAMES = 1_000;

    private NearestName() {}

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
        String nearest = nearest(name, names);
        return nearest == null ? "" : "; nearest: " + nearest;
    }

    static @Nullable String nearest(String name, List<String> candidates) {
        String best = null;
        int bestDistance = Math.max(2, name.length() / 3) + 1;
        for (String candidate : candidates) {
            int distance = distance(name, candidate);
            if (distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return best;
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

    /** Insertions, deletions and replacements of one character. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
