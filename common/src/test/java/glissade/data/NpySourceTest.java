package glissade.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arrays of NumPy as data; beside requirement D2. */
class NpySourceTest {
    @TempDir Path directory;

    @BeforeEach
    void writeAGoodPair() throws IOException {
        write("x.npy", NpyFixture.array("<f4", "3, 2", NpyFixture.floats(1, 2, 3, 4, 5, 6)));
        write("y.npy", NpyFixture.array("<i8", "3,", NpyFixture.longs(7, -1, 7)));
    }

    @Test
    void shouldReadFloatsAndClasses() {
        Dataset data = read("npy:x.npy,y.npy");

        assertThat(data.size()).isEqualTo(3);
        assertThat(inputs(data, 1)).containsExactly(3, 4);
        assertThat(data.classNames()).containsExactly("-1", "7");
        assertThat(data.label(0)).isEqualTo(1);
        assertThat(data.label(1)).isZero();
    }

    @Test
    void shouldReadEveryTypeOfNumberInEitherOrder() throws IOException {
        int[] values = {0, 1, 100, 127};
        for (String type :
                new String[] {
                    "|u1", "|i1", "<u2", ">u2", "<i2", ">i2", "<u4", ">u4", "<i4", ">i4", "<u8",
                    ">u8", "<i8", ">i8", "<f2", ">f2", "<f4", ">f4", "<f8", ">f8"
                }) {
            int size = type.charAt(2) - '0';
            ByteBuffer bytes = ByteBuffer.allocate(4 * size);
            bytes.order(type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            for (int value : values) {
                switch (type.substring(1)) {
                    case "f2" -> bytes.putShort(Float.floatToFloat16(value));
                    case "f4" -> bytes.putFloat(value);
                    case "f8" -> bytes.putDouble(value);
                    case "u1", "i1" -> bytes.put((byte) value);
                    case "u2", "i2" -> bytes.putShort((short) value);
                    case "u4", "i4" -> bytes.putInt(value);
                    default -> bytes.putLong(value);
                }
            }
            write("t.npy", NpyFixture.array(type, "1, 2, 2", bytes.array()));
            write("one.npy", NpyFixture.array("|u1", "1", new byte[1]));

            assertThat(inputs(read("npy:t.npy,one.npy"), 0))
                    .as(type)
                    .containsExactly(0, 1, 100, 127);
        }
    }

    @Test
    void shouldKeepSignsAndTakeBytesAsTheyAre() throws IOException {
        byte[] ones = {-1, -1, -1, -1, -1, -1, -1, -1};
        assertThat(one("|u1", Arrays.copyOf(ones, 1))).isEqualTo(255);
        assertThat(one("|i1", Arrays.copyOf(ones, 1))).isEqualTo(-1);
        assertThat(one("<u2", Arrays.copyOf(ones, 2))).isEqualTo(65535);
        assertThat(one("<i2", Arrays.copyOf(ones, 2))).isEqualTo(-1);
        assertThat(one("<u4", Arrays.copyOf(ones, 4))).isEqualTo(0x1p32f);
        assertThat(one("<u8", ones)).isEqualTo(0x1p64f);
        assertThat(one("<i8", ones)).isEqualTo(-1);
        assertThat(one("|b1", new byte[] {1})).isEqualTo(1);
    }

    private float one(String type, byte[] bytes) throws IOException {
        write("t.npy", NpyFixture.array(type, "1", bytes));
        write("l.npy", NpyFixture.array("|b1", "1", new byte[1]));
        return inputs(read("npy:t.npy,l.npy"), 0)[0];
    }

    @Test
    void shouldReadVersionsTwoAndThree() throws IOException {
        for (int version : new int[] {2, 3}) {
            write(
                    "x.npy",
                    NpyFixture.array(
                            version,
                            "{\"descr\": 1, 'descr': '<f4', 'fortran_order': False, 'shape': (3,), }",
                            NpyFixture.floats(1, 2, 3)));

            assertThat(inputs(read("npy:x.npy,y.npy"), 2)).containsExactly(3);
        }
    }

    @Test
    void shouldTakeFloatsForTargets() throws IOException {
        write("y.npy", NpyFixture.array("<f4", "3, 2", NpyFixture.floats(1, 2, 3, 4, 5, 6)));

        Dataset data = read("npy:x.npy,y.npy");

        float[] targets = new float[2];
        data.copyTargets(2, targets, 0);
        assertThat(targets).containsExactly(5, 6);
        assertThat(data.schema().targetNames()).containsExactly("target 1", "target 2");
    }

    @Test
    void shouldFollowTheClassesOfTheTrainingData() throws IOException {
        DataSchema schema = DataSchema.classes(java.util.List.of("7", "9", "-1"));
        DataSchema other = DataSchema.numbered(8);

        Dataset data = read("npy:x.npy,y.npy", MissingValues.ERROR, schema, false);

        assertThat(data.label(0)).isZero();
        assertThat(data.label(1)).isEqualTo(2);
        assertThatThrownBy(() -> read("npy:x.npy,y.npy", MissingValues.ERROR, other, false))
                .hasMessage(
                        directory
                                + "/y.npy: [1]: expected a class of the training data, found -1;"
                                + " known classes are 0, 1, 2, 3, 4, 5, 6, 7; correct it, or train"
                                + " with data that have this class");
        assertThat(read("npy:x.npy,y.npy", MissingValues.ERROR, other, true).labelled()).isFalse();
        assertThat(read("npy:x.npy", MissingValues.ERROR, other, true).size()).isEqualTo(3);
        assertThatThrownBy(() -> read("npy:x.npy"))
                .hasMessageContaining("found inputs alone; say npy:INPUTS,LABELS");
    }

    @Test
    void shouldHandleMissingNumbersAsTold() throws IOException {
        write("x.npy", NpyFixture.array("<f4", "3", NpyFixture.floats(1, Float.NaN, 5)));

        assertThatThrownBy(() -> read("npy:x.npy,y.npy"))
                .hasMessage(
                        directory
                                + "/x.npy: sample 1, number 0 (both from 0): expected a finite"
                                + " number, found NaN; correct it, or use --missing mean or"
                                + " --missing drop");
        Dataset dropped = read("npy:x.npy,y.npy", MissingValues.DROP, null, false);
        assertThat(dropped.size()).isEqualTo(2);
        assertThat(inputs(dropped, 1)).containsExactly(5);
        Dataset filled = read("npy:x.npy,y.npy", MissingValues.MEAN, null, false);
        assertThat(FilledSet.means(filled)).containsExactly(3f);
        write("x.npy", NpyFixture.array("<f4", "3", NpyFixture.floats(1, 1 / 0f, 5)));
        assertThatThrownBy(() -> read("npy:x.npy,y.npy", MissingValues.MEAN, null, false))
                .hasMessageContaining("sample 1, number 0")
                .hasMessageContaining("found Infinity; correct it");
    }

    @Test
    void shouldRefuseWhatIsNoArrayOfNumbers() throws IOException {
        byte[] good = NpyFixture.array("<f4", "3, 2", NpyFixture.floats(1, 2, 3, 4, 5, 6));

        assertRefused(new byte[0], "found an empty file");
        assertRefused("hello, world".getBytes(StandardCharsets.UTF_8), "expected 0x934e554d5059");
        assertRefused(IdxFixture.gzip(good), "this is gzip; gunzip it");
        assertRefused("PK\3\4....".getBytes(StandardCharsets.ISO_8859_1), "an .npz perhaps");
        assertRefused(Arrays.copyOf(good, good.length - 1), "promises 152 bytes, found 151 bytes");
        assertRefused(Arrays.copyOf(good, good.length + 1), "promises 152 bytes, found 153 bytes");
        assertRefused(Arrays.copyOf(good, 20), "header of 118 bytes promised, but the file has 20");
        assertRefused(Arrays.copyOf(good, 9), "bytes promised, but the file has 9");
        byte[] nine = good.clone();
        nine[6] = 9;
        assertRefused(nine, "offset 6: expected version 1, 2 or 3 of the .npy format, found 9");
        assertRefused(
                NpyFixture.array(
                        1,
                        "{'descr': '<f4', 'fortran_order': True, 'shape': (3, 2), }",
                        NpyFixture.floats(1, 2, 3, 4, 5, 6)),
                "found Fortran order; save it with numpy.save(file,"
                        + " numpy.ascontiguousarray(array))");
        assertRefused(
                NpyFixture.array("|O", "3", new byte[24]),
                "found type \"|O\"; save the array with");
        assertRefused(NpyFixture.array("<c8", "3", new byte[24]), "found type \"<c8\"");
        assertRefused(NpyFixture.array("<f4", "", new byte[4]), "found shape ()");
        assertRefused(NpyFixture.array("<f4", "0, 4", new byte[0]), "found shape (0, 4)");
        assertRefused(
                NpyFixture.array("<f4", "999999999999999999, 999999999999999999", new byte[4]),
                "at most 2147483647 samples");
        assertRefused(
                NpyFixture.array(
                        1,
                        "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (3,), }",
                        new byte[12]),
                "found one of records");
        assertRefused(NpyFixture.array(1, "{}", new byte[12]), "expected a header with descr");
        write("x.npy", NpyFixture.array("<f4", "2", NpyFixture.floats(1, 2)));
        assertThatThrownBy(() -> read("npy:x.npy,y.npy"))
                .hasMessageContaining("2 samples but 3 labels in " + directory + "/y.npy");
    }

    private void assertRefused(byte[] content, String words) throws IOException {
        write("x.npy", content);
        assertThatThrownBy(() -> read("npy:x.npy,y.npy"))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(directory + "/x.npy: ")
                .hasMessageContaining(words);
    }

    private Dataset read(String source) {
        return read(source, MissingValues.ERROR, null, false);
    }

    private Dataset read(
            String source,
            MissingValues missing,
            @org.jspecify.annotations.Nullable DataSchema schema,
            boolean prediction) {
        Reading reading =
                new Reading(
                        0,
                        0,
                        missing,
                        schema,
                        prediction ? Reading.Purpose.PREDICTION : Reading.Purpose.LEARNING);
        return DataSource.parse("--data", source, directory).training(reading);
    }

    private static float[] inputs(Dataset data, int index) {
        float[] inputs = new float[data.inputs()];
        data.copyInputs(index, inputs, 0);
        return inputs;
    }

    private void write(String name, byte[] content) throws IOException {
        NpyFixture.write(directory, name, content);
    }
}
