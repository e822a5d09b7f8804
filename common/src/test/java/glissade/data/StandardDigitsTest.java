package glissade.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real handwritten digits, on machines that have them beside the checkout. */
class StandardDigitsTest {
    private final Path directory =
            Path.of(System.getProperty("glissade.checkout", "."), "../shared/data/mnist10k")
                    .normalize();

    @BeforeEach
    void findTheDigits() {
        boolean found = Files.isDirectory(directory);
        if (!found) {
            System.out.println("skipped: no digits in " + directory);
        }
        assumeThat(found).as("digits in %s", directory).isTrue();
    }

    /** Class counts as the README of the data gives them. */
    @Test
    void shouldReadBothPartsOfTheRealDigits() {
        DataSource source = DataSource.parse("--data", directory.toString(), Path.of("."));

        Dataset training = source.training(Reading.anything());
        Dataset test = source.evaluation(Reading.anything());

        assertThat(training.size()).isEqualTo(10_000);
        assertThat(test.size()).isEqualTo(10_000);
        assertThat(training.inputs()).isEqualTo(784);
        assertThat(training.classes()).isEqualTo(10);
        int[] counts = new int[10];
        for (int i = 0; i < training.size(); i++) {
            counts[training.label(i)]++;
        }
        assertThat(counts).containsExactly(1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978);
        assertThat(training.label(0)).isEqualTo(5);
        assertThat(test.label(0)).isEqualTo(7);
    }
}
