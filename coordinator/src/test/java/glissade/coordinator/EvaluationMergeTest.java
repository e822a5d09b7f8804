package glissade.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.protocol.EvaluatedNode;
import glissade.run.Measured;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationMergeTest {

    @Test
    void shouldBeCompleteOnlyWhenEverySliceIsCovered() {
        EvaluationMerge merge = new EvaluationMerge(100, 3);

        assertThat(merge.add(List.of(new EvaluatedNode(2, 3, 5, 10)))).isNull();
        Measured measured = merge.add(List.of(new EvaluatedNode(0, 2, 15, 80)));

        assertThat(measured).isEqualTo(new Measured(0.2, 0.9));
    }

    @Test
    void shouldAddLossesAlongTheTreeWhateverTheOrderOfArrival() {
        EvaluatedNode first = new EvaluatedNode(0, 1, 0.1, 1);
        EvaluatedNode second = new EvaluatedNode(1, 2, 0.2, 1);
        EvaluatedNode third = new EvaluatedNode(2, 3, 0.3, 1);
        EvaluationMerge forwards = new EvaluationMerge(1, 3);
        EvaluationMerge backwards = new EvaluationMerge(1, 3);

        Measured sum = forwards.add(List.of(first, second, third));
        backwards.add(List.of(third));
        Measured same = backwards.add(List.of(second, first));

        assertThat(same).isEqualTo(sum);
        assertThat(sum).extracting(Measured::loss).isEqualTo((0.1 + 0.2) + 0.3);
    }
}
