package glissade.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Reads a PNG of any size, grey or coloured, with or without transparency, as grey values. */
public final class PictureReader {
    private static final long MOST_BYTES = 64L << 20;
    private static final long MOST_PIXELS = 64L << 20;

    // Luma of sRGB values, ITU-R BT.601.
    private static final float RED = 0.299f;
    private static final float GREEN = 0.587f;
    private static final float BLUE = 0.114f;

    private PictureReader() {}

    /**
     * Reads the picture. Where it is transparent, paper shows through: white behind dark ink, black
     * behind light ink.
     *
     * @throws DataException if the file is missing, damaged or not a PNG; the message names it
     */
    public static GrayImage read(Path path) {
        byte[] bytes = bytes(path);
        PngChunks.check(path.toString(), bytes);
        return gray(decode(path, bytes));
    }

    private static byte[] bytes(Path path) {
        if (!Files.exists(path)) {
            throw new DataException(
                    path + ": no such file" + NearestFile.hint(path) + "; expected a PNG");
        }
        if (!Files.isRegularFile(path)) {
            throw new DataException(path + ": not a regular file; expected a PNG");
        }
        try {
            if (Files.size(path) > MOST_BYTES) {
                throw new DataException(
                        path
                                + ": "
                                + Files.size(path)
                                + " bytes are more than a picture of a digit needs, at most "
                                + MOST_BYTES
                                + "; scale it down");
            }
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new DataException(path + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static BufferedImage decode(Path path, byte[] bytes) {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("png");
        if (!readers.hasNext()) {
            throw new DataException(
                    path
                            + ": this Java has no PNG decoder; use a JDK with the module java.desktop");
        }
        ImageReader reader = readers.next();
        try (ImageInputStream in =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(in, true, true);
            long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
            if (pixels > MOST_PIXELS) {
                throw new DataException(
                        path
                                + ": "
                                + reader.getWidth(0)
                                + " x "
                                + reader.getHeight(0)
                                + " pixels are more than a picture of a digit needs, at most "
                                + MOST_PIXELS
                                + "; scale it down");
            }
            return reader.read(0);
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            // The decoder lets such exceptions of its insides escape on malformed files.
            throw new DataException(
                    path + ": damaged PNG (" + e.getMessage() + "); copy or save the picture again",
                    e);
        } finally {
            reader.dispose();
        }
    }

    private static GrayImage gray(BufferedImage picture) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        float[] light = new float[width * height];
        float[] alpha = new float[width * height];
        ColorModel model = picture.getColorModel();
        if (model.getColorSpace().getType() == ColorSpace.TYPE_GRAY) {
            readGray(picture.getRaster(), model, light, alpha);
        } else {
            readColour(picture, light, alpha);
        }
        double opaque = 0;
        double opaqueLight = 0;
        for (int i = 0; i < light.length; i++) {
            opaque += alpha[i];
            opaqueLight += alpha[i] * light[i];
        }
        float paper = opaqueLight > 0.5 * opaque ? 0 : 1;
        for (int i = 0; i < light.length; i++) {
            light[i] = alpha[i] == 1 ? light[i] : paper + alpha[i] * (light[i] - paper);
        }
        return new GrayImage(width, height, light);
    }

    /** Samples as they are stored: Java takes grey for linear light and would brighten it. */
    private static void readGray(Raster raster, ColorModel model, float[] light, float[] alpha) {
        int width = raster.getWidth();
        float white = (1 << model.getComponentSize(0)) - 1;
        for (int i = 0; i < light.length; i++) {
            light[i] = raster.getSample(i % width, i / width, 0) / white;
            alpha[i] = model.hasAlpha() ? raster.getSample(i % width, i / width, 1) / white : 1;
        }
    }

    private static void readColour(BufferedImage picture, float[] light, float[] alpha) {
        int width = picture.getWidth();
        for (int i = 0; i < light.length; i++) {
            int argb = picture.getRGB(i % width, i / width);
            int red = argb >> 16 & 255;
            int green = argb >> 8 & 255;
            int blue = argb & 255;
            // Grey stored as a colour stays exactly what it is.
            light[i] =
                    red == green && green == blue
                            ? red / 255f
                            : (RED * red + GREEN * green + BLUE * blue) / 255f;
            alpha[i] = (argb >>> 24) / 255f;
        }
    }
}
