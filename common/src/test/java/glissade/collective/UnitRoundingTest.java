package glissade.collective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import glissade.math.Precision;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnitRoundingTest {

    private static List<TreeNode> units(int units, int slices) {
        return new UnitRounding(Precision.BF16, units).of(slices);
    }

    private static TreeNode node(int lo, int hi) {
        return new TreeNode(lo, hi);
    }

    @Test
    void shouldSplitTheWidestNodesFromTheTop() {
        assertThat(units(1, 5)).containsExactly(node(0, 5));
        assertThat(units(2, 5)).containsExactly(node(0, 4), node(4, 5));
        assertThat(units(3, 8)).containsExactly(node(0, 2), node(2, 4), node(4, 8));
        assertThat(units(8, 4)).containsExactly(node(0, 1), node(1, 2), node(2, 3), node(3, 4));
        assertThat(units(4, 16)).containsExactly(node(0, 4), node(4, 8), node(8, 12), node(12, 16));
        assertThat(units(4, 12)).containsExactly(node(0, 2), node(2, 4), node(4, 8), node(8, 12));
    }

    @Test
    void shouldDivideEveryMiniBatchIntoNodesOfItsTree() {
        for (int slices = 1; slices <= 40; slices++) {
            for (int count = 1; count <= 40; count++) {
                List<TreeNode> units = units(count, slices);

                assertThat(units).hasSize(Math.min(count, slices));
                // Its constructor refuses anything else.
                MergeTree tree =
                        new MergeTree(slices, units, new UnitRounding(Precision.FP16, count));
                for (int leaf = 0; leaf < tree.size(); leaf++) {
                    assertThat(tree.precision(leaf))
                            .isEqualTo(leaf < units.size() ? Precision.FP16 : Precision.FP32);
                }
            }
        }
    }

    /** A worker may hold less than a unit, one, or several. */
    @Test
    void shouldMarkTheUnitsWhoeverComputesWhat() {
        UnitRounding rounding = new UnitRounding(Precision.BF16, 4);
        for (int workers = 1; workers <= 9; workers++) {
            MergeTree tree = new MergeTree(16, SliceShares.even(16, workers).nodes(), rounding);
            for (int index = 0; index < tree.size(); index++) {
                boolean isUnit = tree.node(index).slices() == 4;
                assertThat(tree.precision(index))
                        .isEqualTo(isUnit ? Precision.BF16 : Precision.FP32);
            }
        }
    }

    @Test
    void shouldHaveNoUnitsWhereNothingIsRounded() {
        assertThat(UnitRounding.NONE.of(7)).isEmpty();
        MergeTree tree =
                new MergeTree(3, IntStream.range(0, 3).mapToObj(i -> node(i, i + 1)).toList());
        assertThat(tree.precision(2)).isEqualTo(Precision.FP32);
        assertThatThrownBy(() -> new UnitRounding(Precision.BF16, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no sum without a unit: units=0");
    }
}
