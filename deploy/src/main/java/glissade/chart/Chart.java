package glissade.chart;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be drawn. Immutable.
 *
 * @param title what all of it is about
 */
public record Chart(String title, Axis x, Axis y, List<Curve> curves, List<Mark> marks) {

    public Chart {
        curves = List.copyOf(curves);
        marks = List.copyOf(marks);
    }

    /** A chart without content. */
    public Chart(String title, Axis x, Axis y) {
        this(title, x, y, List.of(), List.of());
    }

    /** The same chart with one curve more. */
    public Chart with(Curve curve) {
        List<Curve> more = new ArrayList<>(curves);
        more.add(curve);
        return new Chart(title, x, y, more, marks);
    }

    /** The same chart with one mark more. */
    public Chart with(Mark mark) {
        List<Mark> more = new ArrayList<>(marks);
        more.add(mark);
        return new Chart(title, x, y, curves, more);
    }

    /**
     * Draws it.
     *
     * @throws IOException if this machine lacks what drawing takes
     */
    public BufferedImage draw() throws IOException {
        try {
            return new ChartPicture(this).draw();
        } catch (LinkageError | InternalError noFonts) {
            throw new IOException(
                    "Java finds no fonts here; install fontconfig and, for example,"
                            + " fonts-dejavu-core",
                    noFonts);
        }
    }

    /**
     * Draws it into a PNG file, which is whole or as it was.
     *
     * @throws IOException if it cannot be written, or this machine lacks what drawing takes
     */
    public void write(Path file) throws IOException {
        PngFile.write(draw(), file);
    }
}
