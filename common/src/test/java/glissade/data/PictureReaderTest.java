package glissade.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureReaderTest {
    @TempDir Path directory;

    @Test
    void shouldTakeGreyPictureOfTheRightSizeAsItIs() throws IOException {
        ImageSet digits = SyntheticDigits.test(20, 1);
        float[] expected = new float[28 * 28];
        for (int i = 0; i < digits.size(); i++) {
            digits.copyInputs(i, expected, 0);

            Path path = write("grey.png", gray(digits, i, false));

            assertThat(PictureReader.read(path).toDigit()).as("image %d", i).isEqualTo(expected);
        }
    }

    @Test
    void shouldInvertDarkInkOnLightPaper() throws IOException {
        ImageSet digits = SyntheticDigits.test(20, 1);
        float[] expected = new float[28 * 28];
        for (int i = 0; i < digits.size(); i++) {
            digits.copyInputs(i, expected, 0);

            Path path = write("inverted.png", gray(digits, i, true));

            assertThat(PictureReader.read(path).toDigit()).containsExactly(expected, within(1e-6f));
        }
    }

    @Test
    void shouldReadColourAndTransparencyAlike() throws IOException {
        float[] onPaper = digit(draw(300, 200, Color.WHITE, Color.BLACK));

        assertThat(digit(draw(300, 200, Color.BLACK, Color.WHITE)))
                .containsExactly(onPaper, within(0.02f));
        assertThat(digit(draw(300, 200, new Color(0, true), Color.BLACK)))
                .containsExactly(onPaper, within(0.02f));
        assertThat(digit(draw(300, 200, new Color(0, true), Color.WHITE)))
                .containsExactly(onPaper, within(0.02f));
        assertThat(digit(draw(300, 200, new Color(250, 250, 200), new Color(0, 0, 120))))
                .containsExactly(onPaper, within(0.06f));
    }

    @Test
    void shouldScaleTheInkToTwentyPixelsAndCentreItsMass() throws IOException {
        // A bar of 30 × 120 pixels in a corner of a large sheet becomes one of 5 × 20 in the
        // middle.
        BufferedImage sheet = sheet(400, 300, Color.WHITE);
        Graphics2D pen = sheet.createGraphics();
        pen.setColor(Color.BLACK);
        pen.fillRect(10, 20, 30, 120);
        pen.dispose();

        float[] digit = digit(sheet);

        assertThat(digit[13 * 28 + 13]).isEqualTo(1);
        assertThat(digit[4 * 28 + 13]).isEqualTo(1);
        assertThat(digit[23 * 28 + 13]).isEqualTo(1);
        assertThat(digit[3 * 28 + 13]).isZero();
        assertThat(digit[24 * 28 + 13]).isZero();
        assertThat(digit[13 * 28 + 11]).isCloseTo(0.5f, within(1e-5f));
        assertThat(digit[13 * 28 + 16]).isCloseTo(0.5f, within(1e-5f));
        assertThat(digit[13 * 28 + 10]).isZero();
        assertThat(digit[13 * 28 + 17]).isZero();
    }

    @Test
    void shouldEnlargeSmallPictures() throws IOException {
        BufferedImage sheet = sheet(12, 9, Color.WHITE);
        sheet.setRGB(5, 3, 0xff000000);
        sheet.setRGB(5, 4, 0xff000000);

        float[] digit = digit(sheet);

        assertThat(digit[13 * 28 + 13]).isEqualTo(1);
        assertThat(digit[4 * 28 + 13]).isEqualTo(1);
        assertThat(digit[3 * 28 + 13]).isZero();
    }

    @Test
    void shouldRefuseEmptySheet() throws IOException {
        Path path = write("empty.png", sheet(50, 50, Color.GRAY));

        assertThatThrownBy(() -> PictureReader.read(path).toDigit())
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("the picture is empty");
    }

    @Test
    void shouldRefuseWhatIsNoPng() throws IOException {
        Path text = Files.writeString(directory.resolve("text.png"), "hello");
        Path longText = Files.writeString(directory.resolve("long.png"), "hello, hello");
        Path empty = Files.write(directory.resolve("empty.png"), new byte[0]);
        Path photo =
                Files.write(
                        directory.resolve("photo.png"),
                        new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0});

        assertRefused(
                text, "text.png: offset 0: expected the signature of a PNG, found 68 65 6c 6c");
        assertRefused(longText, "found 68 65 6c 6c; convert the picture to PNG");
        assertRefused(empty, "found an empty file");
        assertRefused(photo, "found a JPEG");
        assertRefused(directory.resolve("txt.png"), "txt.png: no such file; nearest: text.png");
        assertRefused(directory, "not a regular file");
    }

    @Test
    void shouldRefuseEveryTruncationAndEveryDamage() throws IOException {
        byte[] whole =
                Files.readAllBytes(write("whole.png", gray(SyntheticDigits.test(1, 1), 0, true)));
        for (int length = 0; length < whole.length; length++) {
            assertRefused(write("cut.png", Arrays.copyOf(whole, length)), "cut.png: ");
        }
        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 16;
            assertRefused(write("damaged.png", damaged), "damaged.png: ");
        }
    }

    @Test
    void shouldRefuseNonsenseWithRightChecksums() throws IOException {
        byte[] whole = Files.readAllBytes(write("whole.png", sheet(20, 20, Color.WHITE)));

        // The header chunk: length and type at 8, width 16, height 20, depth 24, kind of colour 25.
        assertRefused(write("bomb.png", withHeader(whole, 16, 0x7fffffff)), "scale it down");
        assertRefused(write("zero.png", withHeader(whole, 16, 0)), "damaged PNG");
        assertRefused(write("depth.png", withHeader(whole, 24, 0x4d_02_00_00)), "damaged PNG");
        assertRefused(write("tall.png", withHeader(whole, 20, 25)), "damaged PNG");
    }

    private static byte[] withHeader(byte[] png, int offset, int word) {
        ByteBuffer changed = ByteBuffer.wrap(png.clone());
        changed.putInt(offset, word);
        CRC32 checksum = new CRC32();
        checksum.update(changed.array(), 12, 17);
        changed.putInt(29, (int) checksum.getValue());
        return changed.array();
    }

    private static void assertRefused(Path path, String message) {
        assertThatThrownBy(() -> PictureReader.read(path))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message);
    }

    private float[] digit(BufferedImage picture) throws IOException {
        return PictureReader.read(write("picture.png", picture)).toDigit();
    }

    private Path write(String name, BufferedImage picture) throws IOException {
        Path path = directory.resolve(name);
        ImageIO.write(picture, "png", path.toFile());
        return path;
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(directory.resolve(name), bytes);
    }

    private static BufferedImage gray(ImageSet digits, int index, boolean inverted) {
        BufferedImage picture = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 28 * 28; i++) {
            int value = digits.pixel(index, i / 28, i % 28);
            picture.getRaster().setSample(i % 28, i / 28, 0, inverted ? 255 - value : value);
        }
        return picture;
    }

    private static BufferedImage sheet(int width, int height, Color paper) {
        BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < width * height; i++) {
            sheet.setRGB(i % width, i / width, paper.getRGB());
        }
        return sheet;
    }

    /** Something like a 7. */
    private static BufferedImage draw(int width, int height, Color paper, Color ink) {
        BufferedImage sheet = sheet(width, height, paper);
        Graphics2D pen = sheet.createGraphics();
        pen.setColor(ink);
        pen.setStroke(new BasicStroke(14));
        pen.drawLine(60, 40, 130, 40);
        pen.drawLine(130, 40, 90, 160);
        pen.dispose();
        return sheet;
    }
}
