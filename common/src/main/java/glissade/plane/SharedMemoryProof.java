package glissade.plane;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.agrona.concurrent.SystemEpochClock;

/**
 * Proof that two processes share memory: one writes random bytes into a file of its own there, the
 * other finds the same bytes in it. Names of hosts prove nothing: containers of one machine have
 * several, and copies of one machine the same. Closing deletes the file. Thread-safe.
 *
 * <p>Both must be of one user, since the directory of a media driver is its owner's alone.
 */
public final class SharedMemoryProof implements AutoCloseable {
    private static final int NONCE_BYTES = 16;
    private static final int NONCE_LENGTH = 2 * NONCE_BYTES;
    private static final String NOTHING = "";

    private final PlaneDirectory directory;
    private final String nonce;

    private SharedMemoryProof(PlaneDirectory directory, String nonce) {
        this.directory = directory;
        this.nonce = nonce;
    }

    /**
     * Writes the file.
     *
     * @throws PlaneFailedException if it cannot be written
     */
    public static SharedMemoryProof write() {
        return write(PlaneDirectory.root());
    }

    static SharedMemoryProof write(Path root) {
        byte[] random = new byte[NONCE_BYTES];
        new SecureRandom().nextBytes(random);
        String nonce = HexFormat.of().formatHex(random);
        PlaneDirectory directory = PlaneDirectory.create(root);
        try {
            Files.writeString(directory.proof(), nonce, StandardOpenOption.CREATE_NEW);
        } catch (IOException failed) {
            directory.delete();
            throw new PlaneFailedException(
                    "cannot write into shared memory: path=" + directory + ": " + failed, failed);
        }
        return new SharedMemoryProof(directory, nonce);
    }

    /**
     * A sign of life: without one for {@link PlaneSettings#LIVENESS_NS}, and without its process,
     * the file is taken for left behind. A file that is gone stays gone.
     */
    public void renew() {
        try {
            Files.setLastModifiedTime(
                    directory.proof(), FileTime.fromMillis(SystemEpochClock.INSTANCE.time()));
        } catch (IOException gone) {
            // Whoever looks for it finds that out.
            return;
        }
    }

    /** Name of the directory, for {@link #holds} on the other side. */
    public String directory() {
        return directory.toString();
    }

    /** What the file holds, for {@link #holds} on the other side. */
    public String nonce() {
        return nonce;
    }

    /**
     * What this process finds where another says that it has written a nonce; empty when there is
     * none. Who tells the other what it has read has proved that both share memory. Reads nothing
     * but what a plane's directory in this process's shared memory holds, and of that no more than
     * a nonce.
     */
    public static String read(String directory) {
        return read(directory, PlaneDirectory.root());
    }

    static String read(String directory, Path root) {
        try {
            PlaneDirectory others = PlaneDirectory.at(directory);
            Path path = Path.of(others.toString());
            Path file = others.proof();
            // A driver's directory is open to its owner alone.
            boolean proves =
                    root.toAbsolutePath().normalize().equals(path.getParent())
                            && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                            && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                            && others.isOfThisUser();
            return proves ? nonceIn(file) : NOTHING;
        } catch (PlaneException none) {
            return NOTHING;
        } catch (IOException | UncheckedIOException unreadable) {
            return NOTHING;
        }
    }

    /** True when this process finds the nonce where another says that it has written it. */
    public static boolean holds(String directory, String nonce) {
        return holds(directory, nonce, PlaneDirectory.root());
    }

    static boolean holds(String directory, String nonce, Path root) {
        return proves(read(directory, root), nonce);
    }

    /** True when what somebody has read by {@link #read} is the nonce that another has written. */
    public static boolean proves(String found, String nonce) {
        return nonce.length() == NONCE_LENGTH && nonce.equals(found);
    }

    private static String nonceIn(Path file) throws IOException {
        OpenOption[] options = {StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS};
        try (InputStream in = Files.newInputStream(file, options)) {
            byte[] found = in.readNBytes(NONCE_LENGTH + 1);
            return found.length == NONCE_LENGTH
                    ? new String(found, StandardCharsets.US_ASCII)
                    : NOTHING;
        }
    }

    @Override
    public void close() {
        directory.delete();
    }
}
