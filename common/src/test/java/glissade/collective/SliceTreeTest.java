package glissade.collective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SliceTreeTest {

    @ParameterizedTest
    @CsvSource({"0,2,1", "0,3,2", "0,4,2", "0,5,4", "0,7,4", "0,8,4", "4,7,6", "8,9999,8200"})
    void shouldSplitAtTheLargestPowerOfTwoBelowTheLength(int lo, int hi, int split) {
        assertThat(SliceTree.split(lo, hi)).isEqualTo(split);
    }

    @Test
    void shouldCoverARangeWithTheFewestNodes() {
        assertThat(SliceTree.cover(16, 0, 8)).containsExactly(new TreeNode(0, 8));
        assertThat(SliceTree.cover(16, 0, 9))
                .containsExactly(new TreeNode(0, 8), new TreeNode(8, 9));
        assertThat(SliceTree.cover(16, 9, 16))
                .containsExactly(new TreeNode(9, 10), new TreeNode(10, 12), new TreeNode(12, 16));
        assertThat(SliceTree.cover(7, 4, 7)).containsExactly(new TreeNode(4, 7));
        assertThat(SliceTree.cover(7, 3, 3)).isEmpty();
    }

    @Test
    void shouldNameARangeOutsideTheTree() {
        assertThatThrownBy(() -> SliceTree.cover(4, 2, 5))
                .hasMessage("range outside the tree: lo=2, hi=5, leaves=4");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 16, 31, 100})
    void shouldSumToTheSameBitsHoweverTheLeavesAreDivided(int leaves) {
        double[] values = new double[leaves];
        for (int i = 0; i < leaves; i++) {
            values[i] = 1.0 / (3 * i + 1);
        }
        double whole = SliceTree.sum(values, leaves);

        for (int cut = 0; cut <= leaves; cut++) {
            List<TreeNode> nodes = new ArrayList<>(SliceTree.cover(leaves, 0, cut));
            nodes.addAll(SliceTree.cover(leaves, cut, leaves));
            MergeTree tree = new MergeTree(leaves, nodes);
            double[] sums = new double[tree.size()];
            for (int node = 0; node < tree.size(); node++) {
                sums[node] =
                        node < tree.leaves()
                                ? SliceTree.sum(values, tree.node(node).lo(), tree.node(node).hi())
                                : sums[tree.left(node)] + sums[tree.right(node)];
            }
            assertThat(sums[tree.size() - 1]).isEqualTo(whole);
        }
    }

    @Test
    void shouldRefuseAMergeTreeThatIsNoPartition() {
        assertThatThrownBy(() -> new MergeTree(4, List.of(new TreeNode(0, 2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a partition into tree nodes: slices=4");
        assertThatThrownBy(() -> new MergeTree(4, List.of(new TreeNode(0, 3), new TreeNode(3, 4))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MergeTree(2, List.of(new TreeNode(0, 2), new TreeNode(0, 1))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
