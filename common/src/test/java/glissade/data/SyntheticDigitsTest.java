package glissade.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SyntheticDigitsTest {

    /**
     * Found by this program on 2026-11-21 and the same in the interpreter, C1 and C2, with 512-,
     * 256- and 128-bit vectors. A change makes every run on the default data another one.
     */
    @Test
    void shouldDrawTheSameBytesOnEveryMachine() {
        ImageSet training = SyntheticDigits.training(20_000, 1);
        ImageSet test = SyntheticDigits.test(5_000, 1);

        assertThat(sha256(training))
                .isEqualTo("bbc0226abf57d451b8dbfcf16ed7be8d791c8697b8bf4812fad92cfe3cf5a6f7");
        assertThat(sha256(test))
                .isEqualTo("369f9853677af5cc54b403c9ee7df7a60a0780083fb309300d3bbc999fe34a12");
    }

    @Test
    void shouldDrawAnyImageIndependentlyOfTheOthers() {
        ImageSet few = SyntheticDigits.training(10, 3);
        ImageSet many = SyntheticDigits.training(2_000, 3);

        for (int i = 0; i < few.size(); i++) {
            assertThat(few.label(i)).isEqualTo(many.label(i));
            assertThat(pixels(few, i)).isEqualTo(pixels(many, i));
        }
    }

    @Test
    void shouldDrawOtherImagesForAnotherSeed() {
        assertThat(sha256(SyntheticDigits.training(100, 1)))
                .isNotEqualTo(sha256(SyntheticDigits.training(100, 2)));
    }

    @Test
    void shouldNeverDrawAnImageTwice() {
        ImageSet training = SyntheticDigits.training(4_000, 1);
        ImageSet test = SyntheticDigits.test(1_000, 1);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < training.size(); i++) {
            seen.add(HexFormat.of().formatHex(pixels(training, i)));
        }
        for (int i = 0; i < test.size(); i++) {
            seen.add(HexFormat.of().formatHex(pixels(test, i)));
        }

        assertThat(seen).hasSize(5_000);
    }

    @Test
    void shouldDrawAllClassesAboutEquallyOften() {
        ImageSet set = SyntheticDigits.test(5_000, 1);
        int[] counts = new int[10];
        for (int i = 0; i < set.size(); i++) {
            counts[set.label(i)]++;
        }

        for (int count : counts) {
            assertThat(count).isBetween(420, 580);
        }
    }

    @Test
    void shouldLeaveTheDigitInsideThePaper() {
        ImageSet set = SyntheticDigits.test(1_000, 1);
        for (int i = 0; i < set.size(); i++) {
            int ink = 0;
            int border = 0;
            for (int row = 0; row < 28; row++) {
                for (int column = 0; column < 28; column++) {
                    int dark = set.pixel(i, row, column) > 128 ? 1 : 0;
                    ink += dark;
                    boolean edge = row % 27 == 0 || column % 27 == 0;
                    border += edge ? dark : 0;
                }
            }
            assertThat(ink).as("image %d", i).isBetween(8, 320);
            assertThat(border).as("image %d", i).isLessThan(16);
        }
    }

    private static byte[] pixels(ImageSet set, int index) {
        byte[] pixels = new byte[28 * 28];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) set.pixel(index, i / 28, i % 28);
        }
        return pixels;
    }

    /** Of label and pixels, image after image. */
    private static String sha256(ImageSet set) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (int i = 0; i < set.size(); i++) {
                digest.update((byte) set.label(i));
                digest.update(pixels(set, i));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldTellSetsApartByTheirDigestsWithoutDrawingAll() throws NoSuchAlgorithmException {
        byte[] first = digest(SyntheticDigits.trainingOnDemand(40_000, 1));

        assertThat(digest(SyntheticDigits.trainingOnDemand(40_000, 1))).isEqualTo(first);
        assertThat(digest(SyntheticDigits.trainingOnDemand(39_999, 1))).isNotEqualTo(first);
        assertThat(digest(SyntheticDigits.trainingOnDemand(40_000, 2))).isNotEqualTo(first);
        assertThat(digest(SyntheticDigits.testOnDemand(40_000, 1))).isNotEqualTo(first);
    }

    private static byte[] digest(Dataset data) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        data.digest(digest);
        return digest.digest();
    }

    @Test
    void shouldBeTheSameWhetherDrawnAtOnceOrOnDemand() {
        for (boolean test : new boolean[] {false, true}) {
            ImageSet drawn = test ? SyntheticDigits.test(40, 1) : SyntheticDigits.training(40, 1);
            Dataset onDemand =
                    test
                            ? SyntheticDigits.testOnDemand(40, 1)
                            : SyntheticDigits.trainingOnDemand(40, 1);

            assertThat(onDemand.size()).isEqualTo(40);
            assertThat(onDemand.inputs()).isEqualTo(drawn.inputs());
            assertThat(onDemand.schema()).isEqualTo(drawn.schema());
            float[] expected = new float[784];
            float[] found = new float[784];
            for (int i = 0; i < 40; i++) {
                assertThat(onDemand.label(i)).isEqualTo(drawn.label(i));
                drawn.copyInputs(i, expected, 0);
                onDemand.copyInputs(i, found, 0);
                assertThat(found).containsExactly(expected);
            }
        }
    }
}
