package glissade.collective;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.math.Precision;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where small elements are held back, every unit is one rank's, whole. */
class HeldUnitsTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 13, 16, 32})
    void shouldGiveEveryUnitToOneRank(int slices) {
        EpochShape shape = new EpochShape(slices * 4 * 3 + 1, slices * 4, 4);
        for (int units = 1; units <= 9; units++) {
            UnitRounding rounding = new UnitRounding(Precision.FP32, units, 0.5);
            for (int worldSize = 1; worldSize <= 10; worldSize++) {
                Assignment assignment = new Assignment(shape, worldSize, rounding);
                StepLayout full = assignment.layout(0);
                List<TreeNode> all = rounding.of(slices);
                List<TreeNode> computed = new ArrayList<>();

                assertThat(full.heldUnits()).isEqualTo(all.size());
                for (int rank = 0; rank < worldSize; rank++) {
                    List<TreeNode> own = all.subList(full.fromUnit(rank), full.toUnit(rank));
                    computed.addAll(own);
                    int from = own.isEmpty() ? full.shares().from(rank) : own.getFirst().lo();
                    int to = own.isEmpty() ? from : own.getLast().hi();
                    assertThat(full.shares().from(rank)).isEqualTo(from);
                    assertThat(full.shares().to(rank)).isEqualTo(to);
                }
                assertThat(computed).isEqualTo(all);
                assertThat(full.tree().holdsBack()).isTrue();
                // The units of another mini-batch are others.
                assertThat(assignment.layout(3).heldUnits()).isZero();
                assertThat(assignment.layout(3).tree().holdsBack()).isFalse();
            }
        }
    }
}
