package glissade.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The right to go on with a run, which one process has at a time, and one run in it. The operating
 * system takes it back from a process that dies. Where the file system knows no locks, everybody
 * has it.
 */
public final class RunLock implements AutoCloseable {

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock of the run in this directory.
     *
     * @throws ConfigurationException if another has it, or the directory cannot be written to
     */
    static RunLock of(Path root, Path file) {
        FileChannel channel;
        try {
            // Opened by nobody else in this process: closing any channel of it gives the lock up.
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException refused) {
            throw new ConfigurationException(
                    file + ": cannot be written: " + FileErrors.words(refused), refused);
        }
        RunLock lock = new RunLock(channel);
        if (!lock.take()) {
            lock.close();
            throw new ConfigurationException(
                    root
                            + ": this run goes on already, in another process or in this one; wait"
                            + " for its end, or end it, and try again");
        }
        return lock;
    }

    private boolean take() {
        try {
            @Nullable FileLock taken = channel.tryLock();
            return taken != null;
        } catch (OverlappingFileLockException here) {
            return false;
        } catch (IOException withoutLocks) {
            return true;
        }
    }

    /** Gives the right up; without effect the second time. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException atTheEnd) {
            // The end of the process gives it up at the latest.
        }
    }
}
