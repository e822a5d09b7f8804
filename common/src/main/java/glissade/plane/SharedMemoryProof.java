package glissade.plane;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Proof that two processes share memory: one writes random bytes into a file of its own there, the
 * other finds the same bytes in it. Names of hosts prove nothing: containers of one machine have
 * several, and copies of one machine the same. Closing deletes the file. Thread-safe.
 *
 * <p>Both must be of one user, since the directory of a media driver is its owner's alone.
 */
public final class SharedMemoryProof implements AutoCloseable {
    private static final String FILE = "proof";
    private static final int NONCE_BYTES = 16;

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
            Files.writeString(
                    Path.of(directory.toString(), FILE), nonce, StandardOpenOption.CREATE_NEW);
        } catch (IOException failed) {
            directory.delete();
            throw new PlaneFailedException(
                    "cannot write into shared memory: path=" + directory + ": " + failed, failed);
        }
        return new SharedMemoryProof(directory, nonce);
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
     * True when this process finds the nonce where another says that it has written it. Reads
     * nothing but what a plane's directory in this process's shared memory holds, and of that no
     * more than a nonce.
     */
    public static boolean holds(String directory, String nonce) {
        return holds(directory, nonce, PlaneDirectory.root());
    }

    static boolean holds(String directory, String nonce, Path root) {
        if (nonce.length() != 2 * NONCE_BYTES) {
            return false;
        }
        try {
            Path path = Path.of(PlaneDirectory.at(directory).toString());
            Path file = path.resolve(FILE);
            return root.toAbsolutePath().normalize().equals(path.getParent())
                    && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                    && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && ofThisUser(path, root)
                    && nonce.equals(read(file));
        } catch (PlaneException | InvalidPathException none) {
            return false;
        } catch (IOException | UncheckedIOException unreadable) {
            return false;
        }
    }

    /** A driver's directory is open to its owner alone, and so are those of the others to it. */
    private static boolean ofThisUser(Path path, Path root) throws IOException {
        PlaneDirectory own = PlaneDirectory.create(root);
        try {
            return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS)
                    .equals(Files.getOwner(Path.of(own.toString())));
        } finally {
            own.delete();
        }
    }

    private static String read(Path file) throws IOException {
        OpenOption[] options = {StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS};
        try (InputStream in = Files.newInputStream(file, options)) {
            return new String(in.readNBytes(2 * NONCE_BYTES + 1), StandardCharsets.US_ASCII);
        }
    }

    @Override
    public void close() {
        directory.delete();
    }
}
