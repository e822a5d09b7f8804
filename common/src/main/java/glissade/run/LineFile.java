package glissade.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that grow line by line and may have been cut off by a kill in the middle of one. */
final class LineFile {

    private LineFile() {}

    /** The lines that were written whole, with their ends; empty if there is no file. */
    static String wholeLines(Path file) throws IOException {
        if (!Files.exists(file)) {
            return "";
        }
        String text = Files.readString(file, StandardCharsets.UTF_8);
        return text.substring(0, text.lastIndexOf('\n') + 1);
    }

    /** Puts a text in the place of the file, atomically. */
    static void replace(Path file, String text) throws IOException {
        AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
