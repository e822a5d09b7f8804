package glissade.collective;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SliceSharesTest {

    @Test
    void shouldPartitionTheSlicesWithTheLeastLargestShare() {
        for (int slices = 1; slices <= 40; slices++) {
            for (int worldSize = 1; worldSize <= 9; worldSize++) {
                SliceShares shares = SliceShares.even(slices, worldSize);
                int next = 0;
                for (int rank = 0; rank < worldSize; rank++) {
                    assertThat(shares.from(rank)).isEqualTo(next);
                    next = shares.to(rank);
                    assertThat(next - shares.from(rank))
                            .isLessThanOrEqualTo((slices - 1) / Math.min(slices, worldSize) + 1);
                    if (slices >= worldSize) {
                        assertThat(next).isGreaterThan(shares.from(rank));
                    }
                }
                assertThat(next).isEqualTo(slices);
                assertThat(new MergeTree(slices, shares.nodes()).leaves())
                        .isEqualTo(shares.nodes().size());
            }
        }
    }

    @Test
    void shouldGiveEachRankOneSubtreeWhereRanksShareCores() {
        for (int slices = 1; slices <= 40; slices++) {
            for (int worldSize = 1; worldSize <= 9; worldSize++) {
                SliceShares shares = SliceShares.subtrees(slices, worldSize);
                int next = 0;
                for (int rank = 0; rank < worldSize; rank++) {
                    assertThat(shares.from(rank)).isEqualTo(next);
                    next = shares.to(rank);
                    assertThat(shares.nodes(rank)).hasSize(rank < slices ? 1 : 0);
                }
                assertThat(next).isEqualTo(slices);
            }
        }
    }

    @Test
    void shouldSplitTheWidestSubtreeFirst() {
        assertThat(SliceShares.subtrees(8, 3).nodes())
                .containsExactly(new TreeNode(0, 2), new TreeNode(2, 4), new TreeNode(4, 8));
        assertThat(SliceShares.subtrees(16, 3).nodes())
                .containsExactly(new TreeNode(0, 4), new TreeNode(4, 8), new TreeNode(8, 16));
        assertThat(SliceShares.subtrees(16, 4))
                .satisfies(four -> {
                    for (int rank = 0; rank < 4; rank++) {
                        assertThat(four.to(rank) - four.from(rank)).isEqualTo(4);
                    }
                });
    }

    @Test
    void shouldPreferTheDivisionWithFewerPartialSums() {
        assertThat(SliceShares.even(16, 2).nodes())
                .containsExactly(new TreeNode(0, 8), new TreeNode(8, 16));
        assertThat(SliceShares.even(4, 3).nodes()).hasSize(3);
        assertThat(SliceShares.even(16, 3).nodes()).hasSize(5);
        assertThat(SliceShares.even(8, 1).nodes()).containsExactly(new TreeNode(0, 8));
    }

    @Test
    @Timeout(10)
    void shouldDivideALargeMiniBatchOfSmallSlicesInNoTime() {
        SliceShares shares = SliceShares.even(100_003, 7);

        assertThat(shares.to(6)).isEqualTo(100_003);
        for (int rank = 0; rank < 7; rank++) {
            assertThat(shares.to(rank) - shares.from(rank)).isBetween(1, 14_287);
        }
    }

    @Test
    void shouldKnowTheSenderOfEveryPartialSum() {
        SliceShares shares = SliceShares.even(11, 3);

        List<TreeNode> nodes = shares.nodes();
        for (TreeNode node : nodes) {
            assertThat(shares.nodes(shares.rankOf(node))).contains(node);
        }
    }

    @Test
    void shouldLeaveRanksIdleOnlyWhenThereAreTooFewSlices() {
        SliceShares shares = SliceShares.even(2, 5);

        assertThat(shares.to(0) - shares.from(0)).isEqualTo(1);
        assertThat(shares.to(1) - shares.from(1)).isEqualTo(1);
        assertThat(shares.nodes(4)).isEmpty();
    }
}
