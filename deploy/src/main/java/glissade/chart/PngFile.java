package glissade.chart;

import glissade.run.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures as PNG files. */
public final class PngFile {

    private static final String ENDING = ".png";

    private PngFile() {}

    /** Whether the name of this file says what would be in it. */
    public static boolean isNamedSo(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(ENDING);
    }

    /**
     * Puts the picture in the place of the file, or leaves that as it was.
     *
     * @throws IOException if it cannot be written; nothing of it is left then
     */
    public static void write(BufferedImage image, Path file) throws IOException {
        // In memory first: ImageIO hides why a file cannot be written to, such as a full disk, and
        // prints a stack trace where it cannot open one. By itself it would buffer in a file, too.
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(png)) {
            if (!ImageIO.write(image, "png", out)) {
                throw new IOException("no writer for PNG");
            }
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // A device stays one.
            Files.write(file, png.toByteArray());
        } else {
            AtomicFile.write(file, png.toByteArray());
        }
    }
}
