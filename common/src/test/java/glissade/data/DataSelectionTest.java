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

    private DataSelection parse(
            String data, @Nullable String test, double holdOut, @Nullable String validation) {
        return DataSelection.parse(data, test, holdOut, validation, directory);
    }

    private static NetworkDescription network(int inputs, int outputs) {
        return new NetworkDescription(
                List.of(inputs, outputs), Activation.RELU, Activation.SOFTMAX, Loss.CROSS_ENTROPY);
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
