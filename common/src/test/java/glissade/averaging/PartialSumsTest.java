package glissade.averaging;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.collective.Buckets;
import glissade.collective.MergeTree;
import glissade.collective.SliceShares;
import glissade.collective.TreeNode;
import glissade.collective.UnitRounding;
import glissade.math.Kernels;
import glissade.math.Precision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PartialSumsTest {

    private static final int PARAMETERS = 13_002;
    private static final int SLICES = 11;

    private final long seed = Long.getLong("tests.seed", 7L);
    private final Random random = new Random(seed);
    private final Buckets buckets = new Buckets(PARAMETERS);
    private final Kernels kernels = Kernels.scalar();
    private final float[][] slices = new float[SLICES][PARAMETERS];

    PartialSumsTest() {
        for (float[] slice : slices) {
            for (int i = 0; i < PARAMETERS; i++) {
                slice[i] = (float) random.nextGaussian();
            }
        }
    }

    private float[] treeSum(int lo, int hi) {
        return treeSum(lo, hi, UnitRounding.NONE);
    }

    private float[] treeSum(int lo, int hi, UnitRounding rounding) {
        float[] sum = unrounded(lo, hi, rounding);
        if (rounding.of(SLICES).contains(new TreeNode(lo, hi))) {
            kernels.round(rounding.precision(), sum, 0, PARAMETERS);
        }
        return sum;
    }

    private float[] unrounded(int lo, int hi, UnitRounding rounding) {
        if (hi - lo == 1) {
            return slices[lo].clone();
        }
        int middle = lo + Integer.highestOneBit(hi - lo - 1);
        float[] left = treeSum(lo, middle, rounding);
        float[] right = treeSum(middle, hi, rounding);
        for (int i = 0; i < PARAMETERS; i++) {
            left[i] += right[i];
        }
        return left;
    }

    private record Arrival(int leaf, int bucket) {}

    private PartialSums sums(MergeTree tree) {
        return new PartialSums(buckets, kernels, tree, tree.leaves());
    }

    @Test
    void shouldGiveTheBitsOfTheSerialTreeSumForAnyWorkersAndAnyOrderOfArrival() {
        float[] expected = treeSum(0, SLICES);

        for (int workers = 1; workers <= 7; workers++) {
            for (int round = 0; round < 5; round++) {
                List<TreeNode> nodes = SliceShares.even(SLICES, workers).nodes();
                PartialSums sums = sums(new MergeTree(SLICES, nodes));
                List<Arrival> arrivals = arrivals(nodes.size());
                Collections.shuffle(arrivals, random);
                int complete = 0;
                for (Arrival arrival : arrivals) {
                    complete += take(sums, nodes, arrival) ? 1 : 0;
                }

                assertThat(complete).isEqualTo(buckets.count());
                assertThat(sums.sums())
                        .as("tests.seed=%d workers=%d", seed, workers)
                        .isEqualTo(expected);
            }
        }
    }

    /** Nodes below units are rounded here, units and what lies above them by who sends them. */
    @Test
    void shouldRoundTheSumsOfUnitsForAnyWorkers() {
        for (int units = 1; units <= SLICES; units++) {
            UnitRounding rounding = new UnitRounding(Precision.BF16, units);
            float[] expected = treeSum(0, SLICES, rounding);
            assertThat(expected).isNotEqualTo(treeSum(0, SLICES));
            for (int workers = 1; workers <= 7; workers++) {
                List<TreeNode> nodes = SliceShares.even(SLICES, workers).nodes();
                PartialSums sums = sums(new MergeTree(SLICES, nodes, rounding));
                for (int leaf = 0; leaf < nodes.size(); leaf++) {
                    TreeNode node = nodes.get(leaf);
                    float[] sum = treeSum(node.lo(), node.hi(), rounding);
                    System.arraycopy(sum, 0, sums.staging(leaf), 0, PARAMETERS);
                    for (int bucket = 0; bucket < buckets.count(); bucket++) {
                        sums.arrived(leaf, bucket);
                    }
                }

                assertThat(sums.sums())
                        .as("%d units, %d workers", units, workers)
                        .isEqualTo(expected);
            }
        }
    }

    private List<Arrival> arrivals(int leaves) {
        List<Arrival> arrivals = new ArrayList<>();
        for (int leaf = 0; leaf < leaves; leaf++) {
            for (int bucket = 0; bucket < buckets.count(); bucket++) {
                arrivals.add(new Arrival(leaf, bucket));
            }
        }
        return arrivals;
    }

    private boolean take(PartialSums sums, List<TreeNode> nodes, Arrival arrival) {
        TreeNode node = nodes.get(arrival.leaf());
        int offset = buckets.offset(arrival.bucket());
        float[] sum = treeSum(node.lo(), node.hi());
        System.arraycopy(
                sum,
                offset,
                sums.staging(arrival.leaf()),
                offset,
                buckets.length(arrival.bucket()));
        return sums.arrived(arrival.leaf(), arrival.bucket());
    }

    @Test
    void shouldKnowWhatHasArrivedAndWhatIsMissing() {
        List<TreeNode> nodes = SliceShares.even(SLICES, 2).nodes();
        PartialSums sums = sums(new MergeTree(SLICES, nodes));

        take(sums, nodes, new Arrival(1, 1));

        assertThat(sums.has(1, 1)).isTrue();
        assertThat(sums.has(1, 0)).isFalse();
        assertThat(sums.missing(1, "slices"))
                .isEqualTo("bucket 0 of slices 4 to 5 is missing, with 1 of 2 buckets in all");
        assertThat(sums.missing(0, "slices")).endsWith("with 2 of 2 buckets in all");
    }

    @Test
    void shouldSumLossesAlongTheTreeAndTakeEachOnce() {
        List<TreeNode> nodes = List.of(new TreeNode(0, 1), new TreeNode(1, 2), new TreeNode(2, 4));
        PartialSums sums = sums(new MergeTree(4, nodes));

        assertThat(sums.lossArrived(2, 0.3)).isFalse();
        assertThat(sums.lossArrived(0, 0.1)).isFalse();
        assertThat(sums.lossArrived(0, 99)).isFalse();
        assertThat(sums.lossArrived(1, 0.2)).isTrue();
        assertThat(sums.lossSum()).isEqualTo((0.1 + 0.2) + 0.3);
    }

    @Test
    void shouldForgetTheStepBeforeWhenTheNextBegins() {
        List<TreeNode> nodes = SliceShares.even(SLICES, 3).nodes();
        MergeTree tree = new MergeTree(SLICES, nodes);
        PartialSums sums = sums(tree);
        for (Arrival arrival : arrivals(nodes.size())) {
            take(sums, nodes, arrival);
        }

        sums.begin(tree);

        assertThat(sums.missing(0, "slices")).endsWith("with 2 of 2 buckets in all");
    }
}
