package glissade.data;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of a file that the operating system reads when they are looked at, so that a file may be
 * larger than memory and several JVMs share what is read; or bytes in memory, in the same guise.
 *
 * <p>The file must stay as it is while it is in use. One that grows shorter, or whose disk goes
 * away, is told in words when a part that is gone is looked at; one that is written over changes
 * what is computed.
 */
final class MappedFile {
    private final @Nullable Path path;
    private final MemorySegment bytes;

    private MappedFile(@Nullable Path path, MemorySegment bytes) {
        this.path = path;
        this.bytes = bytes;
    }

    /**
     * Maps a whole file; unmapped when nobody refers to it any more.
     *
     * @throws DataException if it cannot be opened or mapped
     */
    static MappedFile map(Path path) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            MemorySegment bytes =
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
            return new MappedFile(path, bytes);
        } catch (IOException e) {
            throw new DataException(path + ": cannot be mapped: " + e.getMessage(), e);
        }
    }

    /** Wraps an array. */
    static MappedFile of(byte[] array) {
        return new MappedFile(null, MemorySegment.ofArray(array));
    }

    MemorySegment bytes() {
        return bytes;
    }

    long size() {
        return bytes.byteSize();
    }

    /** Feeds {@code length} bytes to a digest. */
    void digest(long offset, long length, MessageDigest digest) {
        try {
            digest.update(bytes.asSlice(offset, length).asByteBuffer());
        } catch (InternalError e) {
            throw gone(e);
        }
    }

    /** What the JVM's error means: the operating system has nothing to show for a part. */
    DataException gone(InternalError e) {
        if (path == null) {
            throw e;
        }
        return new DataException(
                path
                        + ": a part of the file is gone: it grew shorter while it was in use, or its"
                        + " disk went away; bring it back and leave it alone during a run",
                e);
    }
}
