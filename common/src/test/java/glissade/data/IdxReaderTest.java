package glissade.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxReaderTest {
    @TempDir Path directory;

    private Path images;
    private Path labels;

    @BeforeEach
    void writeAGoodPair() throws IOException {
        images = IdxFixture.write(directory, "images", IdxFixture.images(20));
        labels = IdxFixture.write(directory, "labels", IdxFixture.labels(20));
    }

    @Test
    void shouldReadPixelsAndLabels() {
        ImageSet set = IdxReader.read(images, labels, 10);

        assertThat(set.size()).isEqualTo(20);
        assertThat(set.inputs()).isEqualTo(6);
        assertThat(set.rows()).isEqualTo(2);
        assertThat(set.columns()).isEqualTo(3);
        assertThat(set.classes()).isEqualTo(10);
        assertThat(set.label(13)).isEqualTo(3);
        assertThat(set.pixel(2, 1, 0)).isEqualTo(2 * 6 + 3);
        float[] inputs = new float[8];
        set.copyInputs(2, inputs, 1);
        assertThat(inputs)
                .containsExactly(
                        0, 12 / 255f, 13 / 255f, 14 / 255f, 15 / 255f, 16 / 255f, 17 / 255f, 0);
    }

    @Test
    void shouldReadGzipWhenTheNameEndsInGz() throws IOException {
        Path packedImages =
                IdxFixture.write(
                        directory, "images.gz", IdxFixture.gzip(IdxFixture.images(30_000)));
        Path packedLabels =
                IdxFixture.write(
                        directory, "labels.gz", IdxFixture.gzip(IdxFixture.labels(30_000)));

        ImageSet set = IdxReader.read(packedImages, packedLabels, 10);

        assertThat(set.size()).isEqualTo(30_000);
        assertThat(set.pixel(29_999, 1, 2)).isEqualTo((6 * 30_000 - 1) % 256);
    }

    @Test
    void shouldHaveTenClassesUnlessLabelsOrOutputsSayOtherwise() throws IOException {
        Path few =
                IdxFixture.write(directory, "few", IdxFixture.bytes(20, 3, IdxFixture.LABELS, 20));
        Path many =
                IdxFixture.write(
                        directory, "many", IdxFixture.bytes(20, 15, IdxFixture.LABELS, 20));

        assertThat(IdxReader.read(images, few, 0).classes()).isEqualTo(10);
        assertThat(IdxReader.read(images, few, 10).classes()).isEqualTo(10);
        assertThat(IdxReader.read(images, few, 3).classes()).isEqualTo(3);
        assertThat(IdxReader.read(images, few, 16).classes()).isEqualTo(10);
        assertThat(IdxReader.read(images, many, 0).classes()).isEqualTo(15);
        assertThat(IdxReader.read(images, many, 26).classes()).isEqualTo(15);
    }

    @Test
    void shouldNameMissingFileAndItsNearestNeighbour() {
        Path missing = directory.resolve("imagse");

        assertRefused(missing, labels)
                .hasMessage(
                        missing
                                + ": no such file; nearest: images; expected an IDX file of images");
        assertRefused(directory, labels)
                .hasMessage(directory + ": not a regular file; expected an IDX file of images");
    }

    @Test
    void shouldRefuseFileShorterThanItsHeader() throws IOException {
        Path empty = IdxFixture.write(directory, "empty", new byte[0]);
        Path three = IdxFixture.write(directory, "three", new byte[3]);
        Path ten = IdxFixture.write(directory, "ten", Arrays.copyOf(IdxFixture.images(1), 10));

        assertRefused(empty, labels)
                .hasMessage(
                        empty
                                + ": expected at least a 16-byte IDX header, found 0 bytes; copy the"
                                + " file again");
        assertRefused(three, labels).hasMessageContaining("16-byte IDX header, found 3 bytes");
        assertRefused(ten, labels).hasMessageContaining("16-byte IDX header, found 10 bytes");
        assertRefused(images, three).hasMessageContaining("8-byte IDX header, found 3 bytes");
    }

    @Test
    void shouldTellWhatAWrongMagicMeans() throws IOException {
        Path packed = IdxFixture.write(directory, "packed", IdxFixture.gzip(IdxFixture.images(20)));
        Path other =
                IdxFixture.write(directory, "other", IdxFixture.bytes(80, 9, 0x0d03, 20, 2, 2));

        assertRefused(packed, labels)
                .hasMessage(
                        packed
                                + ": offset 0: expected 0x00000803 (images), found 0x1f8b0800: this"
                                + " is gzip; name it *.gz or gunzip it");
        assertRefused(labels, images)
                .hasMessage(
                        labels
                                + ": offset 0: expected 0x00000803 (images), found 0x00000801: these"
                                + " are labels: images and labels swapped?");
        assertRefused(other, labels)
                .hasMessageEndingWith("found 0x00000d03: not an IDX file of unsigned bytes");
    }

    @Test
    void shouldRefuseTruncatedAndTrailingBytes() throws IOException {
        byte[] whole = IdxFixture.images(20);
        Path cut = IdxFixture.write(directory, "cut", Arrays.copyOf(whole, 16 + 6 * 7 + 1));
        Path trailing = IdxFixture.write(directory, "trailing", Arrays.copyOf(whole, 140));

        assertRefused(cut, labels)
                .hasMessage(
                        cut
                                + ": header promises 136 bytes, found 59 bytes (image 8 is cut); copy"
                                + " the file again");
        assertRefused(trailing, labels)
                .hasMessage(
                        trailing
                                + ": header promises 136 bytes, found 140 bytes (4 too many); copy"
                                + " the file again");
    }

    @Test
    void shouldNotAllocateWhatALyingHeaderPromises() throws IOException {
        int huge = Integer.MAX_VALUE;
        byte[] threefold = IdxFixture.bytes(100, 9, IdxFixture.IMAGES, huge, huge, huge);
        byte[] negative = IdxFixture.bytes(100, 9, IdxFixture.IMAGES, -1, 28, 28);
        byte[] twoGigabytes = IdxFixture.bytes(100, 9, IdxFixture.IMAGES, 2_500_000, 28, 28);

        for (byte[] liar : new byte[][] {threefold, negative, twoGigabytes}) {
            Path plain = IdxFixture.write(directory, "liar", liar);
            Path packed = IdxFixture.write(directory, "liar.gz", IdxFixture.gzip(liar));
            assertRefused(plain, labels).hasMessageContaining("header promises");
            assertRefused(packed, labels).hasMessageContaining("header promises");
        }
        assertRefused(IdxFixture.write(directory, "liar", threefold), labels)
                .hasMessageContaining(
                        "header promises 9903520300447984150353281039 bytes, found 116 bytes");
    }

    @Test
    void shouldRefuseFilesWithoutData() throws IOException {
        Path none = IdxFixture.write(directory, "none", IdxFixture.images(0));
        Path flat = IdxFixture.write(directory, "flat", IdxFixture.bytes(0, 9, 0x803, 20, 0, 3));

        assertRefused(none, labels)
                .hasMessage(
                        none
                                + ": offset 4: expected at least 1 image, found 0; the file holds no"
                                + " data");
        assertRefused(flat, labels).hasMessageContaining("offset 8: expected at least 1 row");
    }

    @Test
    void shouldRefuseDamagedGzip() throws IOException {
        byte[] packed = IdxFixture.gzip(IdxFixture.images(20_000));
        byte[] wrongChecksum = packed.clone();
        wrongChecksum[packed.length - 5] ^= 1;
        byte[] cut = Arrays.copyOf(packed, packed.length / 2);

        assertRefused(IdxFixture.write(directory, "sum.gz", wrongChecksum), labels)
                .hasMessageContaining("sum.gz: gzip damaged after 120016 unpacked bytes (")
                .hasMessageEndingWith("; copy the file again");
        assertRefused(IdxFixture.write(directory, "cut.gz", cut), labels)
                .hasMessageContaining("cut.gz: gzip data ends after ")
                .hasMessageEndingWith(" unpacked bytes; copy the file again");
        assertRefused(IdxFixture.write(directory, "empty.gz", new byte[0]), labels)
                .hasMessageContaining("gzip data ends after 0 unpacked bytes");
        assertRefused(IdxFixture.write(directory, "not.gz", IdxFixture.images(20)), labels)
                .hasMessageContaining("not.gz: expected gzip, as its name says");
    }

    @Test
    void shouldNeverTakeOtherPixelsFromDamagedGzip() throws IOException {
        byte[] content = IdxFixture.images(20);
        byte[] whole = IdxFixture.gzip(content);
        Path flipped = directory.resolve("flipped.gz");
        int refused = 0;
        for (int bit = 0; bit < 8 * whole.length; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            IdxFixture.write(directory, "flipped.gz", damaged);
            try {
                // Time and system in the header, and the bits that fill the last byte, are free.
                byte[] read =
                        IdxFile.read(flipped, IdxKind.IMAGES)
                                .bytes()
                                .bytes()
                                .toArray(ValueLayout.JAVA_BYTE);
                assertThat(read).isEqualTo(Arrays.copyOfRange(content, 16, content.length));
            } catch (DataException e) {
                assertThat(e).hasMessageStartingWith(flipped.toString());
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(8 * (whole.length - 8));
    }

    @Test
    void shouldStopAtThePromisedSizeWhenGzipUnpacksToMore() throws IOException {
        byte[] bomb = Arrays.copyOf(IdxFixture.images(20), 50_000_000);
        Path packed = IdxFixture.write(directory, "bomb.gz", IdxFixture.gzip(bomb));
        Path tooShort =
                IdxFixture.write(
                        directory,
                        "short.gz",
                        IdxFixture.gzip(Arrays.copyOf(IdxFixture.images(20), 100)));

        assertRefused(packed, labels)
                .hasMessage(
                        packed
                                + ": unpacks past the 136 bytes its header promises: stopped; copy the"
                                + " file again");
        assertRefused(tooShort, labels)
                .hasMessage(
                        tooShort
                                + ": header promises 136 bytes, found 100 unpacked bytes (image 15 is"
                                + " cut); copy the file again");
    }

    @Test
    void shouldRefusePairThatDisagreesInNumber() throws IOException {
        Path fewer = IdxFixture.write(directory, "fewer", IdxFixture.labels(19));

        assertRefused(images, fewer)
                .hasMessage(
                        images
                                + ": 20 images but 19 labels in "
                                + fewer
                                + "; each image needs one label, take files that belong together");
    }

    @Test
    void shouldNameTheOffsetOfALabelThatTheModelHasNoOutputFor() throws IOException {
        byte[] bytes = IdxFixture.labels(20);
        bytes[8 + 7] = (byte) 200;
        Path wrong = IdxFixture.write(directory, "wrong", bytes);

        assertRefused(images, wrong)
                .hasMessage(
                        wrong
                                + ": offset 15: expected a class below the model's 10 outputs (0-9),"
                                + " found 200; correct the label or give --model an output for each"
                                + " class");
    }

    @Test
    void shouldKeepMessagesOnOneLineWhateverThePath() {
        Path odd = directory.resolve("a\nb");

        assertRefused(odd, labels).hasMessageContaining("a\\u000ab: no such file");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
            Path images, Path labels) {
        return assertThatThrownBy(() -> IdxReader.read(images, labels, 10))
                .isInstanceOf(DataException.class);
    }
}
