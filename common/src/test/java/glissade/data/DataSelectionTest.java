package glissade.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import glissade.nn.Activation;
import glissade.nn.Loss;
import glissade.nn.NetworkDescription;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training, validation and test parts; requirement D4. */
class DataSelectionTest {
    @TempDir Path directory;

    @BeforeEach
    void writeData() throws IOException {
        // Pixels of all images count on, so each of the 40 images is known by its first pixel.
        IdxFixture.write(directory, "images", IdxFixture.images(40));
        IdxFixture.write(directory, "labels", IdxFixture.labels(40));
        IdxFixture.writeStandard(directory);
    }

    @Test
    void shouldUseThePartsOfTheSource() {
        DataSets sets = parse(".", null, 0, null).load(1, network(6, 10));

        assertThat(sets.training().size()).isEqualTo(20);
        assertThat(sets.validation()).isNull();
        assertThat(sets.test().size()).isEqualTo(10);
    }

    @Test
    void shouldDivideIntoDisjointPartsInTheOrderOfTheData() {
        DataSets sets = parse("idx:images,labels", null, 0.25, "0.1").load(1, network(6, 10));

        assertThat(sets.test().size()).isEqualTo(10);
        assertThat(validation(sets).size()).isEqualTo(3);
        assertThat(sets.training().size()).isEqualTo(27);
        assertThat(images(sets.training())).isSorted();
        List<Integer> all = images(sets.training());
        all.addAll(images(validation(sets)));
        all.addAll(images(sets.test()));
        assertThat(all).doesNotHaveDuplicates().hasSize(40);
        for (int i = 0; i < 10; i++) {
            assertThat(sets.test().label(i)).isEqualTo(images(sets.test()).get(i) % 10);
        }
    }

    @Test
    void shouldDivideByTheSeedOnly() {
        DataSelection selection = parse("idx:images,labels", null, 0.25, "0.1");

        DataSets one = selection.load(1, network(6, 10));
        DataSets again = selection.load(1, network(6, 10));
        DataSets other = selection.load(2, network(6, 10));

        assertThat(images(again.test())).isEqualTo(images(one.test()));
        assertThat(images(validation(again))).isEqualTo(images(validation(one)));
        assertThat(images(other.test())).isNotEqualTo(images(one.test()));
    }

    @Test
    void shouldNotTakeValidationSamplesFromTheTestSet() {
        DataSets sets = parse(".", null, 0, "0.5").load(1, network(6, 10));

        assertThat(sets.test().size()).isEqualTo(10);
        assertThat(sets.training().size()).isEqualTo(10);
        assertThat(validation(sets).size()).isEqualTo(10);
    }

    @Test
    void shouldUseOtherSourcesForTestAndValidation() {
        DataSets sets =
                parse("idx:images,labels", ".", 0, "idx:images,labels").load(1, network(6, 10));

        assertThat(sets.training().size()).isEqualTo(40);
        assertThat(sets.test().size()).isEqualTo(10);
        assertThat(validation(sets).size()).isEqualTo(40);
    }

    @Test
    void shouldDemandATestSet() {
        DataSelection selection = parse("idx:images,labels", null, 0, null);

        assertThatThrownBy(() -> selection.load(1, network(6, 10)))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        "--data: idx:"
                                + directory
                                + "/images,"
                                + directory
                                + "/labels has no test part; name one with --test DATA, or keep some"
                                + " samples from training with --holdout 0.2");
    }

    @Test
    void shouldRefuseFractionsThatMakeNoSense() {
        assertThatThrownBy(() -> parse("digits", null, 1, null))
                .hasMessage("--holdout: expected a fraction from 0 to below 1, found 1.0");
        assertThatThrownBy(() -> parse("digits", null, 0, "-0.1"))
                .hasMessage("--validation: expected a fraction from 0 to below 1, found -0.1");
        assertThatThrownBy(() -> parse("digits", null, 0, "0,1"))
                .hasMessage(
                        "--validation: expected a fraction such as 0.1 or a data set, found \"0,1\"");
        assertThatThrownBy(() -> parse("digits", "digits", 0.1, null))
                .hasMessage(
                        "--holdout: the test set is already named by --test digits; give one of the"
                                + " two");
        assertThatThrownBy(
                        () -> parse("idx:images,labels", null, 0.001, null).load(1, network(6, 10)))
                .hasMessage(
                        "--holdout: 0.001 of 40 samples leaves one of the two parts empty; choose"
                                + " another fraction");
    }

    @Test
    void shouldRefuseDataThatDoesNotFitTheModel() {
        DataSelection selection = parse("digits:8", null, 0, null);

        assertThatThrownBy(() -> selection.load(1, network(784, 16)))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        "--model: expected 10 outputs, one for each class of digits:8, found 16; end"
                                + " the model in -10");
        assertThatThrownBy(() -> selection.load(1, network(784, 5)))
                .hasMessage(
                        "--model: expected 10 outputs, one for each class of digits:8, found 5; end"
                                + " the model in -10");
        assertThatThrownBy(() -> selection.load(1, network(16, 10)))
                .hasMessage(
                        "--data: samples of digits:8 have 784 values, but the model takes 16; start"
                                + " --model with 784");
        assertThatThrownBy(() -> parse("digits:8", ".", 0, null).load(1, network(784, 10)))
                .hasMessageStartingWith("--test: samples of " + directory + " have 6 values");
    }

    @Test
    void shouldKeepTheSharesOfTheClassesInEveryPart() throws IOException {
        // 20 of class a, 13 of b, 7 of c: a quarter of them is 5, 3.25, 1.75.
        table("abc.csv", 40, i -> i + "," + (i % 2 == 0 ? "a" : i < 27 ? "b" : "c"));
        DataSelection selection = parse("csv:abc.csv", null, 0.25, null);

        for (int seed = 0; seed < 5; seed++) {
            DataSets sets = selection.load(seed, network(1, 3));
            assertThat(counts(sets.test())).containsExactly(5, 3, 2);
            assertThat(counts(sets.training())).containsExactly(15, 10, 5);
        }
        assertThat(inputs(selection.load(1, network(1, 3)).test()))
                .isEqualTo(inputs(selection.load(1, network(1, 3)).test()))
                .isNotEqualTo(inputs(selection.load(2, network(1, 3)).test()))
                .isNotEqualTo(
                        inputs(
                                selection
                                        .with(MissingValues.ERROR, false)
                                        .load(1, network(1, 3))
                                        .test()));
    }

    @Test
    void shouldFitMeansOnTheTrainingPartAlone() throws IOException {
        table("gaps.csv", 40, i -> (i % 4 == 0 ? "" : i) + "," + (i % 2 == 0 ? "a" : "b"));
        DataSelection selection =
                parse("csv:gaps.csv", null, 0.25, "0.2").with(MissingValues.MEAN, true);

        DataSets sets = selection.load(1, network(1, 2));

        // What stands in every gap is the mean of all others of the training part.
        float mean = sets.training().schema().means().getFirst();
        List<Float> training = inputs(sets.training());
        List<Float> known = new ArrayList<>(training);
        known.removeIf(value -> value == mean);
        assertThat(known).isNotEmpty().hasSizeLessThan(training.size());
        double sum = 0;
        for (float value : known) {
            sum += value;
        }
        assertThat(mean).isEqualTo((float) (sum / known.size()));
        assertThat(inputs(sets.test())).contains(mean);
        assertThat(inputs(validation(sets))).contains(mean);
    }

    @Test
    void shouldFitRegressionTargetsToTheNetwork() throws IOException {
        table("price.csv", 20, i -> i + "," + i * 0.5);
        DataSelection selection = parse("csv:price.csv", null, 0.2, null);
        String source = "csv:" + directory + "/price.csv";

        DataSets sets = selection.load(1, network(1, 1, Loss.MSE));
        assertThat(sets.training().targets()).isEqualTo(1);
        assertThatThrownBy(() -> selection.load(1, network(1, 1)))
                .hasMessage(
                        "--loss cross-entropy: needs data with classes, but target price of "
                                + source
                                + " is a number to predict; take --loss mse");
        assertThatThrownBy(() -> selection.load(1, network(1, 3, Loss.MSE)))
                .hasMessage(
                        "--model: expected 1 output for target price of "
                                + source
                                + ", found 3; end the model in -1");
    }

    @Test
    void shouldTakeOneOutputForTwoClasses() throws IOException {
        table("two.csv", 20, i -> i + "," + (i % 2 == 0 ? "no" : "yes"));
        DataSelection selection = parse("csv:two.csv", null, 0.2, null);

        assertThat(selection.load(1, network(1, 1, Loss.MSE)).training().classes()).isEqualTo(2);
        assertThatThrownBy(() -> selection.load(1, network(1, 1)))
                .hasMessage(
                        "--model: expected 2 outputs, one for each class of csv:"
                                + directory
                                + "/two.csv, found 1; end the model in -2, or take --loss"
                                + " binary-cross-entropy");
    }

    @Test
    void shouldRefuseDataOfOneClassWhateverTheOutputs() throws IOException {
        table("same.csv", 20, i -> i + ",yes");
        DataSelection selection = parse("csv:same.csv", null, 0.2, null);

        for (int outputs = 1; outputs <= 2; outputs++) {
            NetworkDescription network = network(1, outputs);
            assertThatThrownBy(() -> selection.load(1, network))
                    .hasMessage(
                            "--data: expected samples of at least 2 classes, found only class"
                                    + " \"yes\" in csv:"
                                    + directory
                                    + "/same.csv; add samples of another class");
        }
    }

    @Test
    void shouldExplainHowATableBecomesInputsAndClasses() throws IOException {
        table("texts.csv", 20, i -> (i % 3 == 0 ? "red" : "blue") + "," + i % 4);
        DataSelection selection = parse("csv:texts.csv", null, 0.2, null);

        assertThatThrownBy(() -> selection.load(1, network(1, 4)))
                .hasMessage(
                        "--data: samples of csv:"
                                + directory
                                + "/texts.csv have 2 values (2 for the texts of column \"x\"), but the"
                                + " model takes 1; start --model with 2");
        assertThatThrownBy(() -> selection.load(1, network(2, 1)))
                .hasMessageEndingWith(
                        "found 1; end the model in -4; if price is a number to predict, say"
                                + " target=price and take --loss mse");
    }

    private void table(String name, int rows, java.util.function.IntFunction<String> row)
            throws IOException {
        StringBuilder text = new StringBuilder("x,price\n");
        for (int i = 0; i < rows; i++) {
            text.append(row.apply(i)).append('\n');
        }
        java.nio.file.Files.writeString(directory.resolve(name), text);
    }

    private static int[] counts(Dataset set) {
        int[] counts = new int[set.classes()];
        for (int i = 0; i < set.size(); i++) {
            counts[set.label(i)]++;
        }
        return counts;
    }

    private static List<Float> inputs(Dataset set) {
        List<Float> inputs = new ArrayList<>();
        float[] input = new float[1];
        for (int i = 0; i < set.size(); i++) {
            set.copyInputs(i, input, 0);
            inputs.add(input[0]);
        }
        return inputs;
    }

    private DataSelection parse(
            String data, @Nullable String test, double holdOut, @Nullable String validation) {
        return DataSelection.parse(data, test, holdOut, validation, directory);
    }

    private static NetworkDescription network(int inputs, int outputs) {
        return network(inputs, outputs, Loss.CROSS_ENTROPY);
    }

    private static NetworkDescription network(int inputs, int outputs, Loss loss) {
        return new NetworkDescription(
                List.of(inputs, outputs), Activation.RELU, loss.defaultOutput(), loss);
    }

    private static Dataset validation(DataSets sets) {
        return Objects.requireNonNull(sets.validation());
    }

    /** Numbers of the images in a set. */
    private static List<Integer> images(Dataset set) {
        List<Integer> numbers = new ArrayList<>();
        float[] inputs = new float[6];
        for (int i = 0; i < set.size(); i++) {
            set.copyInputs(i, inputs, 0);
            numbers.add(Math.round(inputs[0] * 255) / 6);
        }
        return numbers;
    }
}
