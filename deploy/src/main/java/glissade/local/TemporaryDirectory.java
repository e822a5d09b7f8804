package glissade.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory that is gone in the end, with all that is in it. */
public final class TemporaryDirectory implements AutoCloseable {

    private final Path root;

    private TemporaryDirectory(Path root) {
        this.root = root;
    }

    /**
     * Makes an empty one.
     *
     * @param prefix what its name begins with
     * @throws CannotStartException if there is no room for it
     */
    public static TemporaryDirectory create(String prefix) {
        try {
            return new TemporaryDirectory(Files.createTempDirectory(prefix));
        } catch (IOException refused) {
            throw new CannotStartException(
                    "no temporary directory can be made: " + refused.getMessage(), refused);
        }
    }

    public Path root() {
        return root;
    }

    @Override
    public void close() {
        delete(root);
    }

    /** Deletes {@code directory} and all that is in it, as far as that is allowed. */
    public static void delete(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException undeletable) {
            // What was done in it matters more than a file that stays behind.
        }
    }
}
