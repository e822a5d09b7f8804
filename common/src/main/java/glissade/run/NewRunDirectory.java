package glissade.run;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The making of a run directory: all of it, or nothing and a message. */
final class NewRunDirectory {

    private static final DateTimeFormatter DATE_AND_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);
    private static final int MOST_RUNS_A_SECOND = 10_000;

    private final RunConfiguration configuration;
    private final InstantSource clock;

    /** What exists only because of this attempt, the latest first. */
    private final Deque<Path> made = new ArrayDeque<>();

    private NewRunDirectory(RunConfiguration configuration, InstantSource clock) {
        this.configuration = configuration;
        this.clock = clock;
    }

    static Path make(RunConfiguration configuration, InstantSource clock) {
        NewRunDirectory attempt = new NewRunDirectory(configuration, clock);
        try {
            return attempt.make();
        } catch (IOException | RuntimeException failure) {
            attempt.undo();
            if (failure instanceof ConfigurationException refused) {
                throw refused;
            }
            throw new ConfigurationException(
                    "--out "
                            + configuration.output().directory()
                            + ": cannot be written to: "
                            + (failure instanceof IOException io
                                    ? FileErrors.words(io)
                                    : failure.toString())
                            + "; choose another --out",
                    failure);
        }
    }

    private Path make() throws IOException {
        Path out = out();
        makeParents(out);
        String name = configuration.output().name();
        Path root = name == null ? makeUnique(out) : makeNamed(out.resolve(name));
        if (configuration.model().restarts() == 1) {
            make(root.resolve("checkpoints"));
        }
        return root;
    }

    private Path out() {
        String directory = configuration.output().directory();
        try {
            return Path.of(directory);
        } catch (InvalidPathException nonsense) {
            throw new ConfigurationException(
                    "--out " + OneLine.cut(directory) + ": not a path: " + nonsense.getReason());
        }
    }

    private void makeParents(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw new ConfigurationException(
                    "--out "
                            + configuration.output().directory()
                            + ": expected a directory, but "
                            + directory
                            + " is a file; choose another --out");
        }
        Path parent = directory.getParent();
        if (parent != null) {
            makeParents(parent);
        }
        try {
            make(directory);
        } catch (FileAlreadyExistsException meanwhile) {
            // Another run that starts now made it: as good as our own.
        }
    }

    private Path makeUnique(Path out) throws IOException {
        String moment = DATE_AND_TIME.format(clock.instant().atZone(ZoneId.systemDefault()));
        for (int number = 1; number <= MOST_RUNS_A_SECOND; number++) {
            Path root = out.resolve(number == 1 ? moment : moment + "-" + number);
            try {
                // Making a directory is atomic: of two runs one succeeds and one tries the next.
                make(root);
                claim(root);
                return root;
            } catch (FileAlreadyExistsException taken) {
                // The loop goes on to the next number.
            }
        }
        throw new IOException("no free name like " + moment);
    }

    private Path makeNamed(Path root) throws IOException {
        try {
            make(root);
        } catch (FileAlreadyExistsException existing) {
            if (!Files.isDirectory(root)) {
                throw new ConfigurationException(
                        root + ": expected a free name, found a file; give another --name");
            }
            if (!isEmpty(root)) {
                throw taken(root, null);
            }
        }
        try {
            claim(root);
        } catch (FileAlreadyExistsException raced) {
            throw taken(root, raced);
        }
        return root;
    }

    private static ConfigurationException taken(Path root, @Nullable Throwable cause) {
        return new ConfigurationException(
                root
                        + ": a run of this name is there already; give another --name, or go on with"
                        + " it: glissade resume "
                        + root,
                cause);
    }

    /** Writing {@code run.conf} proves that the place is writable, and makes it this run's own. */
    private void claim(Path root) throws IOException {
        Path file = root.resolve("run.conf");
        Files.createFile(file);
        made.push(file);
        LineFile.replace(file, configuration.toHocon());
    }

    private void make(Path directory) throws IOException {
        Files.createDirectory(directory);
        made.push(directory);
    }

    private void undo() {
        for (Path path : made) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException shared) {
                // Another run uses the parent that we made: it stays.
                return;
            }
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }
}
