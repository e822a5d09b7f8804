package glissade.collective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EpochShapeTest {

    @Test
    void shouldCountStepsThroughEpochsWithAShorterLastMiniBatch() {
        EpochShape shape = new EpochShape(100, 32, 8);

        assertThat(shape.stepsPerEpoch()).isEqualTo(4);
        assertThat(shape.batchSamples(2)).isEqualTo(32);
        assertThat(shape.batchSamples(3)).isEqualTo(4);
        assertThat(shape.endsEpoch(3)).isTrue();
        assertThat(shape.epoch(4)).isEqualTo(1);
        assertThat(shape.firstSample(5)).isEqualTo(32);
        assertThat(shape.slices(4)).isEqualTo(1);
        assertThat(shape.samplesAfter(3)).isEqualTo(96);
        assertThat(shape.samplesAfter(4)).isEqualTo(100);
        assertThat(shape.samplesAfter(9)).isEqualTo(232);
    }

    @Test
    void shouldGiveTheShorterMiniBatchALayoutOfItsOwn() {
        Assignment assignment = new Assignment(new EpochShape(100, 32, 8), 3);

        assertThat(assignment.layout(0).shares().slices()).isEqualTo(4);
        assertThat(assignment.layout(3).shares().slices()).isEqualTo(1);
        assertThat(assignment.layout(3).samples()).isEqualTo(4);
        assertThat(assignment.layout(4)).isSameAs(assignment.layout(1));
        assertThat(assignment.maxNodes()).isEqualTo(3);
    }

    @Test
    void shouldRefuseABatchLargerThanTheData() {
        assertThatThrownBy(() -> new EpochShape(40, 64, 16))
                .hasMessage(
                        "an epoch needs 1 <= sliceSize <= batchSize <= samples: samples=40, batchSize=64, sliceSize=16");
    }

    @Test
    void shouldCutParametersIntoBucketsOfWholeBlocks() {
        Buckets buckets = new Buckets(13_002);

        assertThat(buckets.count()).isEqualTo(2);
        assertThat(buckets.offset(1)).isEqualTo(8_192);
        assertThat(buckets.length(1)).isEqualTo(4_810);
        assertThat(buckets.blocks()).isEqualTo(4);
    }
}
