package glissade.plane;

import io.aeron.CncFileDescriptor;
import io.aeron.CommonContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The private directory of one media driver: {@code glissade-<user>-<pid>-<random>}, in shared
 * memory where the machine has it. Readable by its owner alone, since whoever can open the files
 * can read and write gradients. Immutable; the directory itself comes and goes.
 */
public final class PlaneDirectory {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final Path PROCESSES = Path.of("/proc");
    private static final Pattern NAME =
            Pattern.compile("glissade-[A-Za-z0-9_]{1,32}-[0-9]{1,19}-[0-9a-f]{16}");
    private static final Pattern OUTSIDE_NAME = Pattern.compile("[^A-Za-z0-9_]");
    private static final int MAX_USER = 32;
    private static final int RANDOM_BYTES = 8;
    private static final long LIVENESS_MS =
            TimeUnit.NANOSECONDS.toMillis(PlaneSettings.LIVENESS_NS);

    private final Path path;

    private PlaneDirectory(Path path) {
        this.path = path;
    }

    /** Where directories are made: shared memory, or the JVM's temporary directory without it. */
    static Path root() {
        return Files.isDirectory(SHARED_MEMORY) && Files.isWritable(SHARED_MEMORY)
                ? SHARED_MEMORY
                : Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
    }

    /** Makes a new directory under {@code root} that only its owner may enter. */
    static PlaneDirectory create(Path root) {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        String name =
                "glissade-"
                        + userName()
                        + "-"
                        + ProcessHandle.current().pid()
                        + "-"
                        + HexFormat.of().formatHex(random);
        Path path = root.resolve(name);
        try {
            if (root.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                EnumSet<PosixFilePermission> ownerOnly =
                        EnumSet.of(
                                PosixFilePermission.OWNER_READ,
                                PosixFilePermission.OWNER_WRITE,
                                PosixFilePermission.OWNER_EXECUTE);
                Files.createDirectory(path, PosixFilePermissions.asFileAttribute(ownerOnly));
            } else {
                Files.createDirectory(path);
            }
        } catch (IOException refused) {
            throw new PlaneFailedException(
                    "cannot make a directory for the gradient plane: path=" + path + ": " + refused,
                    refused);
        }
        return new PlaneDirectory(path);
    }

    /**
     * The directory of another process, of which {@link PlaneHost#directory()} told.
     *
     * @throws PlaneAddressException if the name is not one that {@link PlaneHost} gives
     */
    public static PlaneDirectory at(String directory) {
        Path path = path(directory);
        Path name = path == null ? null : path.getFileName();
        if (path == null || name == null || !NAME.matcher(name.toString()).matches()) {
            throw new PlaneAddressException(
                    "not a directory of the gradient plane: directory="
                            + directory
                            + ", expected a name like glissade-user-4711-0123456789abcdef");
        }
        return new PlaneDirectory(path);
    }

    /** Null where it is no path at all: others may say anything. */
    private static @Nullable Path path(String directory) {
        try {
            return Path.of(directory).toAbsolutePath().normalize();
        } catch (InvalidPathException none) {
            return null;
        }
    }

    /**
     * Deletes the directory with all it holds. Follows no symbolic link, so that nothing outside it
     * can be hit. For its owner at the end, and for workers when the owner was killed: processes
     * that still have the files mapped keep their mappings.
     *
     * @return true if the directory is gone, also when it was not there
     */
    public boolean delete() {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return !Files.exists(path, LinkOption.NOFOLLOW_LINKS);
        }
        try {
            Files.walkFileTree(path, new Deletion());
        } catch (NoSuchFileException gone) {
            // Another worker is clearing up too and was faster.
            return !Files.exists(path, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException | UncheckedIOException failed) {
            return false;
        }
        return true;
    }

    /**
     * Deletes every directory that a process has made: of one that is dead, or of this one before
     * it is cut off. Whoever started the process may do so, whatever became of it.
     */
    public static void deleteAllOf(long pid) {
        deleteAllOf(pid, root());
    }

    static void deleteAllOf(long pid, Path root) {
        try (DirectoryStream<Path> made =
                Files.newDirectoryStream(root, "glissade-" + userName() + "-" + pid + "-*")) {
            for (Path path : made) {
                if (NAME.matcher(path.getFileName().toString()).matches()) {
                    var _ = new PlaneDirectory(path).delete();
                }
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            // There is nobody left to whom it would matter.
            return;
        }
    }

    /**
     * Deletes what this user's processes under {@code root} have left when they were killed: their
     * number is nobody's any more, and nothing has been made there nor has their driver ticked, or
     * their proof been renewed, for as long as others take them for alive. In another container the
     * number alone would tell nothing, and a driver that has only just begun does not tick yet.
     */
    static void deleteAbandoned(Path root) {
        String own = "glissade-" + userName() + "-";
        try (DirectoryStream<Path> made = Files.newDirectoryStream(root, own + "*")) {
            for (Path path : made) {
                String name = path.getFileName().toString();
                if (NAME.matcher(name).matches() && isAbandoned(path, name.split("-", -1))) {
                    var _ = new PlaneDirectory(path).delete();
                }
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            // Then they stay; whoever starts next may try again.
            return;
        }
    }

    private static boolean isAbandoned(Path path, String[] parts) {
        PlaneDirectory directory = new PlaneDirectory(path);
        try {
            return directory.isOfThisUser()
                    && Files.isDirectory(PROCESSES.resolve("self"))
                    && !Files.exists(PROCESSES.resolve(parts[parts.length - 2]))
                    && isOld(path)
                    && (Files.exists(directory.proof(), LinkOption.NOFOLLOW_LINKS)
                            ? isOld(directory.proof())
                            : isSilent(Path.of(directory.aeronDirectory())));
        } catch (IOException | RuntimeException unknown) {
            // Without its file somebody has only just begun to make it.
            return false;
        }
    }

    private static boolean isSilent(Path driver) throws IOException {
        Path counters = driver.resolve(CncFileDescriptor.CNC_FILE);
        return isOld(counters)
                && !(wasReady(counters)
                        && CommonContext.isDriverActive(driver.toFile(), LIVENESS_MS, words -> {}));
    }

    /** True when it is this process's user's, and so open to this process. */
    boolean isOfThisUser() throws IOException {
        return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(user());
    }

    /** Whoever owns what stands for this process is its user; elsewhere the name says who. */
    private UserPrincipal user() throws IOException {
        Path self = PROCESSES.resolve("self");
        return Files.exists(self)
                ? Files.getOwner(self)
                : path.getFileSystem()
                        .getUserPrincipalLookupService()
                        .lookupPrincipalByName(System.getProperty("user.name", ""));
    }

    /**
     * True when the driver has ever said that its file is complete. Aeron would wait for that, but
     * one that was killed before never says it.
     */
    private static boolean wasReady(Path counters) throws IOException {
        OpenOption[] options = {StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS};
        try (InputStream in = Files.newInputStream(counters, options)) {
            byte[] head = in.readNBytes(CncFileDescriptor.META_DATA_LENGTH);
            return head.length == CncFileDescriptor.META_DATA_LENGTH
                    && new UnsafeBuffer(head).getInt(CncFileDescriptor.cncVersionOffset(0)) != 0;
        }
    }

    private static boolean isOld(Path made) throws IOException {
        long madeMs = Files.getLastModifiedTime(made, LinkOption.NOFOLLOW_LINKS).toMillis();
        return SystemEpochClock.INSTANCE.time() - madeMs > LIVENESS_MS;
    }

    /** Where the media driver keeps its files; the driver makes and unmakes this one itself. */
    String aeronDirectory() {
        return path.resolve("aeron").toString();
    }

    /** What {@link SharedMemoryProof} writes, in a directory that has no driver. */
    Path proof() {
        return path.resolve("proof");
    }

    @Override
    public String toString() {
        return path.toString();
    }

    private static String userName() {
        String user = System.getProperty("user.name", "");
        String plain = OUTSIDE_NAME.matcher(user).replaceAll("_");
        return plain.isEmpty() ? "user" : plain.substring(0, Math.min(plain.length(), MAX_USER));
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
