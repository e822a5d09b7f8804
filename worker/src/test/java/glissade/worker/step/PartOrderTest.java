package glissade.worker.step;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.collective.Buckets;
import glissade.collective.OwnerRanges;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartOrderTest {

    /** Parts that neither buckets nor ranges end with. */
    private static final int[] OFFSETS = {0, 30_000, 30_100, 70_000, 99_000};

    private static final int PARAMETERS = 110_000;

    private static int end(int part) {
        return part + 1 < OFFSETS.length ? OFFSETS[part + 1] : PARAMETERS;
    }

    @ParameterizedTest
    @CsvSource({"2, 0", "2, 1", "3, 0", "3, 2", "5, 4", "40, 7"})
    void shouldNameEveryBucketOnceWhenAllItsPartsAreComputed(int worldSize, int rank) {
        Buckets buckets = new Buckets(PARAMETERS);
        PartOrder order = new PartOrder(OFFSETS, new OwnerRanges(buckets, worldSize), rank);
        Set<Integer> computed = new HashSet<>();
        Set<Integer> whole = new HashSet<>();

        for (int turn = 0; turn < OFFSETS.length; turn++) {
            assertThat(computed.add(order.part(turn))).isTrue();
            for (int place = order.firstWhole(turn); place < order.endWhole(turn); place++) {
                int bucket = order.whole(place);
                int from = buckets.offset(bucket);
                int to = from + buckets.length(bucket);
                assertThat(whole.add(bucket)).isTrue();
                // Not later than it might be.
                assertThat(OFFSETS[order.part(turn)]).isLessThan(to);
                assertThat(end(order.part(turn))).isGreaterThan(from);
                for (int part = 0; part < OFFSETS.length; part++) {
                    if (OFFSETS[part] < to && end(part) > from) {
                        assertThat(computed).contains(part);
                    }
                }
            }
        }

        assertThat(whole).hasSize(buckets.count());
    }

    @Test
    void shouldEndWithTheOwnRange() {
        OwnerRanges ranges = new OwnerRanges(new Buckets(PARAMETERS), 2);

        assertThat(new PartOrder(OFFSETS, ranges, 0).part(OFFSETS.length - 1)).isZero();
        assertThat(new PartOrder(OFFSETS, ranges, 1).part(OFFSETS.length - 1)).isEqualTo(3);
    }
}
