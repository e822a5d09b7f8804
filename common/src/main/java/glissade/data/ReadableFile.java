package glissade.data;

import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a file can be read at all; if not, says what to do about it. */
final class ReadableFile {
    private ReadableFile() {}

    /**
     * Checks that there is a regular file which may be read.
     *
     * @param expected what it should be, for the message: {@code a CSV file}
     * @throws DataException if not
     */
    static void check(Path path, String expected) {
        if (!Files.exists(path)) {
            throw new DataException(
                    path + ": no such file" + NearestFile.hint(path) + "; expected " + expected);
        }
        if (!Files.isRegularFile(path)) {
            throw new DataException(path + ": not a regular file; expected " + expected);
        }
        if (!Files.isReadable(path)) {
            throw new DataException(
                    path + ": no permission to read it; change its mode or its owner");
        }
    }
}
