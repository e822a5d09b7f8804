package glissade.collective;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssignmentTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 9})
    void shouldCountTheSumsThatOneRankAndAllOthersSend(int worldSize) {
        // Seven slices, and three in the last mini-batch of an epoch, where some ranks have none.
        Assignment assignment = new Assignment(new EpochShape(7 * 4 * 3 + 11, 28, 4), worldSize);
        for (int rank = 0; rank < worldSize; rank++) {
            int most = 0;
            int mostOfOthers = 0;
            for (long step = 0; step < assignment.shape().stepsPerEpoch(); step++) {
                StepLayout layout = assignment.layout(step);
                int own = 0;
                for (int leaf = 0; leaf < layout.tree().leaves(); leaf++) {
                    own += layout.rankOf(leaf) == rank ? 1 : 0;
                }
                most = Math.max(most, own);
                mostOfOthers = Math.max(mostOfOthers, layout.tree().leaves() - own);
            }
            assertThat(assignment.maxNodes(rank)).isEqualTo(most);
            assertThat(assignment.maxOthers(rank)).isEqualTo(mostOfOthers);
        }
    }
}
