package glissade.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The right to go on with a run, which one process has at a time, and one run in it. The operating
 * system takes it back from a process that dies. Where the file system knows no locks, every
 * process has it.
 *
 * <p>A process that closes any channel of a file gives up all its locks of that file. So nobody
 * here opens the file of a lock that this process has, as far as that can be known.
 */
public final class RunLock implements AutoCloseable {

    /** The files of all locks that this process has; its monitor guards every open and close. */
    private static final Set<Object> HELD = new HashSet<>();

    /** Channels of files that others in this process had locked, such as another class loader's. */
    private static final List<FileChannel> NEVER_CLOSED = new ArrayList<>();

    private final FileChannel channel;
    private final Object key;

    private RunLock(FileChannel channel, Object key) {
        this.channel = channel;
        this.key = key;
    }

    /**
     * Takes the lock of the run in this directory.
     *
     * @throws ConfigurationException if another has it, or the directory cannot be written to
     */
    static RunLock of(Path root, Path file) {
        @Nullable RunLock lock;
        try {
            synchronized (HELD) {
                lock = isHeldHere(file) ? null : take(file);
            }
        } catch (IOException refused) {
            throw new ConfigurationException(
                    file
                            + ": cannot be written: "
                            + FileErrors.words(refused)
                            + "; make the directory writable, or copy the run to one that is",
                    refused);
        }
        if (lock == null) {
            throw new ConfigurationException(
                    root
                            + ": this run goes on already, in another process or in this one; wait"
                            + " for its end, or end it, and try again; if no such process exists on"
                            + " any machine, delete "
                            + file);
        }
        return lock;
    }

    private static boolean isHeldHere(Path file) throws IOException {
        return Files.exists(file) && HELD.contains(key(file));
    }

    /** Tells files apart, by whatever path they are reached, without opening them. */
    private static Object key(Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return key == null ? file.toRealPath() : key;
    }

    /** The lock, or null if another has it. */
    private static @Nullable RunLock take(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            @Nullable FileLock taken = channel.tryLock();
            if (taken == null) {
                channel.close();
                return null;
            }
        } catch (OverlappingFileLockException here) {
            NEVER_CLOSED.add(channel);
            return null;
        } catch (IOException withoutLocks) {
            // Then it holds within this process only.
        }
        RunLock lock = new RunLock(channel, key(file));
        HELD.add(lock.key);
        return lock;
    }

    /** Gives the right up; without effect the second time. */
    @Override
    public void close() {
        synchronized (HELD) {
            if (!channel.isOpen()) {
                return;
            }
            try {
                channel.close();
            } catch (IOException atTheEnd) {
                // The end of the process gives it up at the latest.
            } finally {
                HELD.remove(key);
            }
        }
    }
}
