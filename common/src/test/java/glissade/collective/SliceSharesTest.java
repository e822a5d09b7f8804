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
                SliceShares shares = SliceShares.of(slices, worldSize);
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
    void shouldPreferTheDivisionWithFewerPartialSums() {
        assertThat(SliceShares.of(16, 2).nodes())
                .containsExactly(new TreeNode(0, 8), new TreeNode(8, 16));
        assertThat(SliceShares.of(4, 3).nodes()).hasSize(3);
        assertThat(SliceShares.of(16, 3).nodes()).hasSize(5);
        assertThat(SliceShares.of(8, 1).nodes()).containsExactly(new TreeNode(0, 8));
    }

    @Test
    @Timeout(10)
    void shouldDivideALargeMiniBatchOfSmallSlicesInNoTime() {
        SliceShares shares = SliceShares.of(100_003, 7);

        assertThat(shares.to(6)).isEqualTo(100_003);
        for (int rank = 0; rank < 7; rank++) {
            assertThat(shares.to(rank) - shares.from(rank)).isBetween(1, 14_287);
        }
    }

    @Test
    void shouldKnowTheSenderOfEveryPartialSum() {
        SliceShares shares = SliceShares.of(11, 3);

        List<TreeNode> nodes = shares.nodes();
        for (TreeNode node : nodes) {
            assertThat(shares.nodes(shares.rankOf(node))).contains(node);
        }
    }

    @Test
    void shouldLeaveRanksIdleOnlyWhenThereAreTooFewSlices() {
        SliceShares shares = SliceShares.of(2, 5);

        assertThat(shares.to(0) - shares.from(0)).isEqualTo(1);
        assertThat(shares.to(1) - shares.from(1)).isEqualTo(1);
        assertThat(shares.nodes(4)).isEmpty();
    }
}
