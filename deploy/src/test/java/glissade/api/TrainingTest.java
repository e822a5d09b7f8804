package glissade.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import glissade.math.CounterRandom;
import glissade.math.CounterRandom.Purpose;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The library face: what the command line can, from Java. */
@Timeout(180)
class TrainingTest {

    @TempDir Path temp;

    /** Points in a square, and on which side of a circle they lie. */
    private static float[][] points(int count) {
        CounterRandom random = new CounterRandom(5, Purpose.INITIALIZATION, 0, 0);
        float[][] points = new float[count][];
        for (int i = 0; i < count; i++) {
            points[i] =
                    new float[] {2 * random.uniform(2 * i) - 1, 2 * random.uniform(2 * i + 1) - 1};
        }
        return points;
    }

    private static float radius(float[] point) {
        return (float) Math.sqrt(point[0] * point[0] + point[1] * point[1]);
    }

    @Test
    void shouldLearnClassesOfSamplesInArrays() {
        float[][] points = points(800);
        int[] labels = inside(points);
        List<Epoch> heard = new ArrayList<>();

        Trained trained =
                Training.of("2-16-2")
                        .data(points, labels)
                        .learningRate(0.02)
                        .epochs(30)
                        .onEpoch(heard::add)
                        .run();

        assertThat(trained.testAccuracy()).isGreaterThan(0.93);
        assertThat(heard).hasSize(30);
        assertThat(heard.getLast().loss()).isLessThan(heard.getFirst().loss() / 2);
        assertThat(trained.model().predictClass(new float[] {0, 0})).isEqualTo(1);
        assertThat(trained.model().predictClass(new float[] {0.95f, 0.95f})).isZero();
        assertThat(trained.model().predict(new float[] {0, 0})).hasSize(2);
    }

    @Test
    void shouldLearnValuesOfSamplesInArrays() {
        float[][] points = points(800);
        float[][] targets = new float[points.length][];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = new float[] {radius(points[i]), points[i][0]};
        }

        Trained trained =
                Training.of("2-32-2")
                        .data(points, targets)
                        .option("loss", "mse")
                        .learningRate(0.01)
                        .epochs(60)
                        .run();

        float[] predicted = trained.model().predict(new float[] {0.6f, 0.3f});
        assertThat(predicted[0]).isCloseTo(0.67f, within(0.1f));
        assertThat(predicted[1]).isCloseTo(0.6f, within(0.1f));
    }

    private static int[] inside(float[][] points) {
        int[] labels = new int[points.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = radius(points[i]) < 0.7f ? 1 : 0;
        }
        return labels;
    }

    @Test
    void shouldTestAndValidateOnArraysOfTheirOwnAndMeasureTheModel() {
        float[][] points = points(900);
        int[] labels = inside(points);
        float[][] others = Arrays.copyOfRange(points, 600, 900);
        int[] otherLabels = Arrays.copyOfRange(labels, 600, 900);
        List<Step> steps = Collections.synchronizedList(new ArrayList<>());

        Trained trained =
                Training.of("2-16-2")
                        .data(Arrays.copyOf(points, 600), Arrays.copyOf(labels, 600))
                        .validation(others, otherLabels)
                        .test(others, otherLabels)
                        .learningRate(0.02)
                        .batch(30)
                        .epochs(20)
                        .onStep(steps::add)
                        .run();

        assertThat(steps)
                .hasSize(20 * 20)
                .last()
                .extracting(Step::number, Step::epoch)
                .containsExactly(400L, 20);
        assertThat(trained.validation()).isEqualTo(trained.test());
        Evaluation evaluation = trained.model().evaluate(others, otherLabels);
        assertThat(evaluation.samples()).isEqualTo(300);
        assertThat(evaluation.score().loss()).isEqualTo(trained.testLoss());
        assertThat(evaluation.score().accuracy()).isEqualTo(trained.testAccuracy());
        assertThat(evaluation.confusion().stream().flatMap(List::stream).mapToLong(n -> n).sum())
                .isEqualTo(300);
    }

    @Test
    void shouldKeepTheStartingPointWithTheLowestValidationLoss() {
        float[][] points = points(400);

        Trained trained =
                Training.of("2-4-2")
                        .data(points, inside(points))
                        .validation(0.2)
                        .restarts(3)
                        .epochs(5)
                        .run();

        assertThat(trained.startingPoints()).hasSize(3);
        StartingPoint kept =
                trained.startingPoints().stream()
                        .min(Comparator.comparingDouble(point -> point.validation().loss()))
                        .orElseThrow();
        assertThat(kept.kept()).isTrue();
        assertThat(kept.parametersSha256()).isEqualTo(trained.parametersSha256());
        assertThat(kept.distance()).isZero();
    }

    @Test
    void shouldEndTrainingAndThrowWhatAListenerThrows() {
        List<Integer> heard = Collections.synchronizedList(new ArrayList<>());

        assertThatThrownBy(() ->
                        Training.of("784-10")
                                .data("digits:500")
                                .epochs(100_000)
                                .onEpoch(epoch -> {
                                    heard.add(epoch.number());
                                    throw new IllegalStateException("enough");
                                })
                                .run())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("enough");
        assertThat(heard).containsExactly(1);
    }

    @Test
    void shouldGiveTheSameModelInThisJvmAndOnAClusterOfJvms() throws Exception {
        Training training = Training.of("784-16-10").data("digits:600").epochs(2);

        Trained here = training.workers(2).keepRunIn(temp.resolve("runs")).run();
        Trained there = training.workers(3).onLocalCluster().run();

        assertThat(there.parametersSha256()).isEqualTo(here.parametersSha256());
        try (var runs = Files.list(temp.resolve("runs"))) {
            Model loaded = Model.load(runs.findFirst().orElseThrow());
            float[] blank = new float[784];
            assertThat(loaded.predict(blank)).containsExactly(here.model().predict(blank));
        }
        Path file = temp.resolve("model.safetensors");
        there.model().save(file);
        assertThat(Model.load(file).classNames()).hasSize(10).startsWith("0", "1");
    }

    @Test
    void shouldSayInWordsWhatCannotBeTrained() {
        assertThatThrownBy(() -> Training.of("784-10").option("lr", -1).run())
                .isInstanceOf(TrainingFailedException.class)
                .hasMessage("--lr: expected a number above 0, found \"-1\"");
        assertThatThrownBy(() -> Training.of("784-10").data("csv:nowhere.csv").run())
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageContaining("nowhere.csv");
        assertThatThrownBy(() -> Training.of("2-2").data(new float[3][2], new int[2]))
                .hasMessage("expected as many labels as inputs, at least one: inputs=3, labels=2");
        assertThatThrownBy(() -> Model.load(temp.resolve("none")))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageContaining("no such file");
    }
}
