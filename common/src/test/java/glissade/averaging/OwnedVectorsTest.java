package glissade.averaging;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.collective.Buckets;
import glissade.collective.OwnerRanges;
import glissade.math.Kernels;
import glissade.nn.Activation;
import glissade.nn.Loss;
import glissade.nn.NetworkDescription;
import glissade.nn.ParameterLayout;
import glissade.optim.OptimizerDescription;
import glissade.optim.Schedule;
import glissade.plane.FigureKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The optimizer's state divided among owners (ZeRO, stage 1): each holds its range, no more. */
final class OwnedVectorsTest {

    /** 36,233 parameters, nine blocks; biases begin and end anywhere in them. */
    private static final ParameterLayout LAYOUT =
            new ParameterLayout(
                    NetworkDescription.parse(
                            "70-250-70-13-10",
                            Activation.RELU,
                            Activation.SOFTMAX,
                            Loss.CROSS_ENTROPY));

    private static final int PARAMETERS = LAYOUT.parameterCount();
    private static final int SAMPLES = 24;
    private static final int STEPS = 3;

    private final Random random = new Random(17);
    private final Kernels kernels = Kernels.create();

    private float[] noise() {
        float[] values = new float[PARAMETERS];
        for (int i = 0; i < PARAMETERS; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private Averager averager(
            OwnerRanges ranges, int rank, String optimizer, double clipNorm, TrainingState from) {
        return new Averager(
                ranges,
                rank,
                LAYOUT,
                new Objective(0, 1e-3, false, clipNorm, 0),
                OptimizerDescription.of(optimizer).withWeightDecay(0.01).create(),
                Schedule.constant(0.01),
                kernels,
                from);
    }

    private static TrainingState fresh(float[] parameters, String optimizer) {
        int vectors = OptimizerDescription.of(optimizer).stateVectors();
        return new TrainingState(0, parameters, new float[vectors][PARAMETERS]);
    }

    @ParameterizedTest
    @CsvSource({
        "adam, 1, 2", "adam, 2, 2", "adam, 3, 2", "adam, 4, 2", "adam, 5, 2", "adam, 5, 1",
        "adam, 2, 3", "adam, 3, 3", "adam, 4, 3", "adam, 5, 3", "adam, 2, 64", "adam, 5, 64",
        "adamw, 2, 2", "momentum, 3, 2", "rmsprop, 3, 1", "adagrad, 2, 1", "sgd, 2, 2"
    })
    void shouldHoldOneVectorOfEachKindAmongAllOwners(String optimizer, int worldSize, int blocks) {
        OwnerRanges ranges =
                new OwnerRanges(new Buckets(PARAMETERS, blocks * Buckets.BLOCK), worldSize);
        TrainingState initial = fresh(noise(), optimizer);
        int vectors = initial.optimizerState().length;

        long held = 0;
        for (int rank = 0; rank < worldSize; rank++) {
            Averager averager = averager(ranges, rank, optimizer, 0, initial);
            long own = HeldFloats.of(averager) - HeldFloats.of(kernels) - 2L * PARAMETERS;
            int range = ranges.toParameter(rank) - ranges.fromParameter(rank);
            boolean isWhole = vectors == 0 || range == PARAMETERS;
            // What a block is updated in: its parameters and its gradients.
            own -= isWhole ? 0 : 2L * Buckets.BLOCK;
            assertThat(own).isEqualTo((long) vectors * range);
            held += own;
        }

        assertThat(held).isEqualTo((long) vectors * PARAMETERS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"})
    void shouldUpdateRangesToTheBitsOfTheWhole(String optimizer) {
        float[] start = noise();
        List<float[]> sums = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            sums.add(noise());
        }
        for (double clipNorm : new double[] {0, 0.5}) {
            OwnerRanges alone = new OwnerRanges(new Buckets(PARAMETERS), 1);
            Averager whole = averager(alone, 0, optimizer, clipNorm, fresh(start, optimizer));
            sums.forEach(each -> takeStep(List.of(whole), alone, each));
            TrainingState expected = whole.state();
            for (int worldSize = 2; worldSize <= 5; worldSize++) {
                for (int blocks = 1; blocks <= 3; blocks++) {
                    Buckets buckets = new Buckets(PARAMETERS, blocks * Buckets.BLOCK);
                    OwnerRanges ranges = new OwnerRanges(buckets, worldSize);
                    List<Averager> owners = new ArrayList<>();
                    for (int rank = 0; rank < worldSize; rank++) {
                        owners.add(
                                averager(
                                        ranges,
                                        rank,
                                        optimizer,
                                        clipNorm,
                                        fresh(start, optimizer)));
                    }

                    sums.forEach(each -> takeStep(owners, ranges, each));

                    for (Averager owner : owners) {
                        assertThat(owner.parameters()).isEqualTo(expected.parameters());
                        assertThat(owner.gradientNorm()).isEqualTo(whole.gradientNorm());
                    }
                    assertThat(together(owners)).isDeepEqualTo(expected.optimizerState());
                }
            }
        }
    }

    /** As after the loss of an owner: the others begin again with other ranges. */
    @Test
    void shouldGoOnWithAnotherNumberOfOwners() {
        float[] first = noise();
        float[] second = noise();
        TrainingState start = fresh(noise(), "adam");
        OwnerRanges alone = new OwnerRanges(new Buckets(PARAMETERS), 1);
        Averager whole = averager(alone, 0, "adam", 0, start);
        takeStep(List.of(whole), alone, first);
        takeStep(List.of(whole), alone, second);

        List<Averager> three = owners(3, start);
        takeStep(three, ranges(3), first);
        TrainingState gathered =
                new TrainingState(1, three.get(0).state().parameters(), together(three));
        List<Averager> two = owners(2, gathered);
        takeStep(two, ranges(2), second);

        assertThat(two.get(1).parameters()).isEqualTo(whole.parameters());
        assertThat(together(two)).isDeepEqualTo(whole.state().optimizerState());
    }

    private static OwnerRanges ranges(int worldSize) {
        return new OwnerRanges(new Buckets(PARAMETERS), worldSize);
    }

    private List<Averager> owners(int worldSize, TrainingState from) {
        List<Averager> owners = new ArrayList<>();
        for (int rank = 0; rank < worldSize; rank++) {
            owners.add(averager(ranges(worldSize), rank, "adam", 0, from));
        }
        return owners;
    }

    /** What travels between owners is copied. */
    private static void takeStep(List<Averager> owners, OwnerRanges ranges, float[] sums) {
        for (int rank = 0; rank < owners.size(); rank++) {
            Averager owner = owners.get(rank);
            float[] own = sums.clone();
            owner.begin(SAMPLES);
            owner.loss(1);
            for (int bucket = ranges.to(rank) - 1; bucket >= ranges.from(rank); bucket--) {
                owner.gathered(bucket, own);
            }
        }
        owners.forEach(from -> owners.forEach(to -> tellSquares(from, to, owners.indexOf(from))));
        for (Averager owner : owners) {
            if (owner.boundsNorm() && owners.size() > 1) {
                owner.release();
            }
            while (owner.hasReady()) {
                tell(owner, owner.apply(), owners);
            }
        }
        owners.forEach(Averager::commit);
    }

    private static void tellSquares(Averager from, Averager to, int rank) {
        int first = from.figures().from(FigureKind.SQUARES, rank);
        int end = from.figures().to(FigureKind.SQUARES, rank);
        System.arraycopy(
                from.figures().of(FigureKind.SQUARES),
                first,
                to.figures().of(FigureKind.SQUARES),
                first,
                end - first);
    }

    private static void tell(Averager owner, int bucket, List<Averager> all) {
        Buckets buckets = owner.buckets();
        for (Averager other : all) {
            if (other != owner) {
                System.arraycopy(
                        owner.next(),
                        buckets.offset(bucket),
                        other.next(),
                        buckets.offset(bucket),
                        buckets.length(bucket));
                other.arrived();
            }
        }
    }

    /** The owners' vectors one after the other. */
    private static float[][] together(List<Averager> owners) {
        float[][] vectors = new float[owners.get(0).state().optimizerState().length][PARAMETERS];
        for (int vector = 0; vector < vectors.length; vector++) {
            Arrays.fill(vectors[vector], Float.NaN);
        }
        for (Averager owner : owners) {
            TrainingState part = owner.state();
            for (int vector = 0; vector < vectors.length; vector++) {
                float[] own = part.optimizerState()[vector];
                System.arraycopy(own, 0, vectors[vector], part.optimizerFrom(), own.length);
            }
        }
        return vectors;
    }
}
