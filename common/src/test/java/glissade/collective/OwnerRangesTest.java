package glissade.collective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnerRangesTest {

    @ParameterizedTest
    @CsvSource({"1,1", "1,4", "13002,2", "13002,5", "40000,3", "1000000,7", "100001,1"})
    void shouldPartitionBucketsParametersAndBlocks(int parameters, int worldSize) {
        Buckets buckets = new Buckets(parameters);
        OwnerRanges ranges = new OwnerRanges(buckets, worldSize);
        int bucket = 0;
        int parameter = 0;
        int block = 0;
        for (int rank = 0; rank < worldSize; rank++) {
            assertThat(ranges.from(rank)).isEqualTo(bucket);
            assertThat(ranges.fromParameter(rank)).isEqualTo(parameter);
            assertThat(ranges.fromBlock(rank)).isEqualTo(block);
            assertThat(ranges.count(rank))
                    .isBetween(buckets.count() / worldSize, buckets.count() / worldSize + 1);
            for (; bucket < ranges.to(rank); bucket++) {
                assertThat(ranges.owner(bucket)).isEqualTo(rank);
                parameter += buckets.length(bucket);
                block += (buckets.length(bucket) - 1) / Buckets.BLOCK + 1;
            }
            assertThat(ranges.toParameter(rank)).isEqualTo(parameter);
            assertThat(ranges.toBlock(rank)).isEqualTo(block);
        }
        assertThat(bucket).isEqualTo(buckets.count());
        assertThat(parameter).isEqualTo(parameters);
        assertThat(block).isEqualTo(buckets.blocks());
    }

    @Test
    void shouldRefuseAWorldWithoutRanks() {
        assertThatThrownBy(() -> new OwnerRanges(new Buckets(1), 0))
                .hasMessage("there is no owner without a rank: worldSize=0");
    }
}
