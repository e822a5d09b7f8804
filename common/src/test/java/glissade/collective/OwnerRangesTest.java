package glissade.collective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnerRangesTest {

    @ParameterizedTest
    @CsvSource({
        "1,1,2",
        "1,4,2",
        "13002,2,2",
        "13002,5,2",
        "40000,3,2",
        "1000000,7,2",
        "100001,1,2",
        "13002,3,1",
        "40000,3,3",
        "1000000,7,3",
        "1000000,2,64",
        "40000,3,64"
    })
    void shouldPartitionBucketsFramesParametersAndBlocks(
            int parameters, int worldSize, int blocks) {
        Buckets buckets = new Buckets(parameters, blocks * Buckets.BLOCK);
        OwnerRanges ranges = new OwnerRanges(buckets, worldSize);
        int bucket = 0;
        int parameter = 0;
        int block = 0;
        int frame = 0;
        for (int rank = 0; rank < worldSize; rank++) {
            assertThat(ranges.from(rank)).isEqualTo(bucket);
            assertThat(ranges.fromParameter(rank)).isEqualTo(parameter);
            assertThat(ranges.fromBlock(rank)).isEqualTo(block);
            assertThat(ranges.fromFrame(rank)).isEqualTo(frame);
            assertThat(ranges.count(rank))
                    .isBetween(buckets.count() / worldSize, buckets.count() / worldSize + 1);
            for (; bucket < ranges.to(rank); bucket++) {
                assertThat(ranges.owner(bucket)).isEqualTo(rank);
                assertThat(buckets.firstFrame(bucket)).isEqualTo(frame);
                assertThat(buckets.bucketOf(frame)).isEqualTo(bucket);
                frame = buckets.endFrame(bucket);
                assertThat(buckets.bucketOf(frame - 1)).isEqualTo(bucket);
                parameter += buckets.length(bucket);
                block += (buckets.length(bucket) - 1) / Buckets.BLOCK + 1;
            }
            assertThat(ranges.toFrame(rank)).isEqualTo(frame);
            assertThat(ranges.toParameter(rank)).isEqualTo(parameter);
            assertThat(ranges.toBlock(rank)).isEqualTo(block);
        }
        assertThat(bucket).isEqualTo(buckets.count());
        assertThat(frame).isEqualTo(buckets.frames().count());
        assertThat(parameter).isEqualTo(parameters);
        assertThat(block).isEqualTo(buckets.blocks());
    }

    @Test
    void shouldRefuseAWorldWithoutRanks() {
        assertThatThrownBy(() -> new OwnerRanges(new Buckets(1), 0))
                .hasMessage("there is no owner without a rank: worldSize=0");
    }
}
