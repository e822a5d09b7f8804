package glissade.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * Writes a file so that its name stands for the old content or the new one, whatever happens on the
 * way: to a temporary file beside it, forced to disk, renamed, and the directory forced to disk.
 */
public final class AtomicFile {

    private AtomicFile() {}

    /** Writes the whole content; may seek. */
    public interface Content {
        void writeTo(FileChannel channel) throws IOException;
    }

    /**
     * Replaces {@code target}. If it is a symbolic link, the link is replaced, not followed.
     *
     * @throws IOException if anything fails; then the temporary file is gone and the target is as
     *     it was, or new if only the directory could not be forced to disk. What could not be
     *     forced is given up, never taken for written.
     */
    public static void write(Path target, Content content) throws IOException {
        Path directory =
                Objects.requireNonNull(target.toAbsolutePath().getParent(), "a file has a parent");
        Path temporary = directory.resolve(temporaryName(target));
        try {
            try (FileChannel channel = openNew(temporary)) {
                content.writeTo(channel);
                channel.force(true);
            }
            Files.move(
                    temporary,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
        forceDirectory(directory);
    }

    /** Replaces {@code target} with these bytes, in the same way. */
    public static void write(Path target, byte[] bytes) throws IOException {
        write(
                target,
                channel -> {
                    ByteBuffer left = ByteBuffer.wrap(bytes);
                    while (left.hasRemaining()) {
                        channel.write(left);
                    }
                });
    }

    private static String temporaryName(Path target) {
        return "."
                + target.getFileName()
                + "."
                + ProcessHandle.current().pid()
                + "-"
                + Thread.currentThread().threadId()
                + ".tmp";
    }

    private static FileChannel openNew(Path temporary) throws IOException {
        try {
            return create(temporary);
        } catch (FileAlreadyExistsException stale) {
            // Only a killed process with the same number can have left it.
            Files.delete(temporary);
            return create(temporary);
        }
    }

    private static FileChannel create(Path temporary) throws IOException {
        return FileChannel.open(
                temporary,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
    }

    private static void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
