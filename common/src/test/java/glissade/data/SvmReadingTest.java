package glissade.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of libsvm and svmlight as data; beside requirement D2. */
class SvmReadingTest {
    @TempDir Path directory;

    @Test
    void shouldReadLabelsAndSparseValues() throws IOException {
        Dataset data =
                training("# a comment\n+1 1:0.5 3:-2 # another\n\n-1 2:1e-1\t4:7 \r\n+1\n-1.0 4:1");

        assertThat(data.size()).isEqualTo(4);
        assertThat(data.inputs()).isEqualTo(4);
        assertThat(data.classNames()).containsExactly("-1", "1");
        assertThat(data.label(0)).isEqualTo(1);
        assertThat(data.label(1)).isZero();
        assertThat(data.label(3)).isZero();
        assertThat(inputs(data, 0)).containsExactly(0.5f, 0, -2, 0);
        assertThat(inputs(data, 1)).containsExactly(0, 0.1f, 0, 7);
        assertThat(inputs(data, 2)).containsExactly(0, 0, 0, 0);
    }

    @Test
    void shouldTakeAnswersWithFractionsForTargets() throws IOException {
        Dataset fractions = training("1 1:1\n2.5 1:2\n");
        write("1 1:1\n2 1:2\n");
        Dataset asked = read("svm:a.svm,target", Reading.anything());

        float[] target = new float[1];
        fractions.copyTargets(0, target, 0);
        assertThat(target).containsExactly(1);
        fractions.copyTargets(1, target, 0);
        assertThat(target).containsExactly(2.5f);
        assertThat(asked.labelled()).isFalse();
        assertThat(asked.schema().targetNames()).containsExactly("target");
    }

    @Test
    void shouldHaveAsManyInputsAsTheNetwork() throws IOException {
        write("1 2:3\n2 1:1\n");

        assertThat(inputs(read("svm:a.svm", reading(5, null)), 0)).containsExactly(0, 3, 0, 0, 0);
        assertThatThrownBy(() -> read("svm:a.svm", reading(1, null)))
                .hasMessage(
                        directory
                                + "/a.svm:1: index 2 is beyond the 1 inputs of the model; begin"
                                + " --model with the largest index of the file");
    }

    @Test
    void shouldReadGzip() throws IOException {
        Files.write(
                directory.resolve("b.svm.gz"),
                IdxFixture.gzip("1 1:4\n2 1:5\n".getBytes(StandardCharsets.UTF_8)));

        assertThat(inputs(read("svm:b.svm.gz", Reading.anything()), 1)).containsExactly(5);
    }

    @Test
    void shouldFollowTheClassesOfTheTrainingData() throws IOException {
        DataSchema schema = training("3 1:1\n7 1:1\n").schema();

        write("7 1:2\n7 1:3");
        Dataset other = read("svm:a.svm", reading(1, schema));

        assertThat(other.classNames()).containsExactly("3", "7");
        assertThat(other.label(0)).isEqualTo(1);
        write("5 1:2\n");
        assertThatThrownBy(() -> read("svm:a.svm", reading(1, schema)))
                .hasMessage(
                        directory
                                + "/a.svm:1: label: expected a class of the training data, found"
                                + " \"5\"; known classes are 3, 7; correct it, or train with data"
                                + " that have this class");
    }

    @Test
    void shouldRefuseDamagedLinesByLineAndReason() throws IOException {
        assertRefused(
                "1 1:1\n1 3:1 2:1\n", ":2: expected an index above 3, found 2; put the values");
        assertRefused("1 3:1 3:1\n", ":1: expected an index above 3, found 3");
        assertRefused("1 0:1\n", "from 1 to 10000000, found \"0\"; add 1 to every index");
        assertRefused("1 x:1\n", "expected an index from 1 to 10000000, found \"x\"; correct it");
        assertRefused("1 99999999:1\n", "found \"99999999\"; correct it");
        assertRefused("1 2:abc\n", ":1: index 2: expected a finite number, found \"abc\"");
        assertRefused("1 2:1,5\n", "(a decimal comma? write 1.5)");
        assertRefused("1 2:\n", "index 2: expected a number, found nothing");
        assertRefused("1 2:inf\n", "expected a finite number, found \"inf\"");
        assertRefused("1 2:nan\n", "sample 0, number 1 (both from 0): expected a finite number");
        assertRefused("1 5\n", "expected INDEX:VALUE, found \"5\"");
        assertRefused("1 qid:3 1:1\n", "qid: these are data for ranking");
        assertRefused("1:1 2:3\n", "expected a label first, found \"1:1\"");
        assertRefused("1,2 1:1\n", "label: expected one, found several in \"1,2\"");
        assertRefused("2 1:1\nx 1:1\n", ":2: label: expected a number, found \"x\"");
        assertRefused("# nothing\n\n", ": no samples; expected lines like +1 3:0.5 17:1");
    }

    @Test
    void shouldGiveBackRandomSparseValues() throws IOException {
        Random random = new Random(11);
        float[][] values = new float[300][random.nextInt(1, 50)];
        StringBuilder text = new StringBuilder();
        for (float[] row : values) {
            text.append(random.nextInt(4));
            for (int i = 0; i < row.length; i++) {
                if (random.nextInt(3) == 0) {
                    row[i] = (float) random.nextGaussian();
                    text.append(' ').append(i + 1).append(':').append(row[i]);
                }
            }
            text.append('\n');
        }
        write(text.toString());

        Dataset data = read("svm:a.svm", reading(values[0].length, null));

        for (int row = 0; row < values.length; row++) {
            assertThat(inputs(data, row)).isEqualTo(values[row]);
        }
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(String text, String words)
            throws IOException {
        write(text);
        return assertThatThrownBy(() -> read("svm:a.svm", Reading.anything()))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(directory + "/a.svm")
                .hasMessageContaining(words);
    }

    private Dataset training(String text) throws IOException {
        write(text);
        return read("svm:a.svm", Reading.anything());
    }

    private Dataset read(String source, Reading reading) {
        return DataSource.parse("--data", source, directory).training(reading);
    }

    private void write(String text) throws IOException {
        Files.writeString(directory.resolve("a.svm"), text);
    }

    private static Reading reading(
            int inputs, @org.jspecify.annotations.Nullable DataSchema schema) {
        return new Reading(inputs, 0, MissingValues.ERROR, schema, Reading.Purpose.LEARNING);
    }

    private static float[] inputs(Dataset data, int index) {
        float[] inputs = new float[data.inputs()];
        data.copyInputs(index, inputs, 0);
        return inputs;
    }
}
