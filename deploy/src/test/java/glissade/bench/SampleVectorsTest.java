package glissade.bench;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.collective.SliceTree;
import org.junit.jupiter.api.Test;

class SampleVectorsTest {

    @Test
    void shouldBeTheTreesSumWhenAllLeavesAreEqual() {
        for (int leaves = 1; leaves <= 64; leaves++) {
            for (float value : new float[] {0.1f, -3.7e-5f, 1 / 3f, 12345.678f}) {
                assertThat(SampleVectors.sumOfEquals(value, leaves))
                        .isEqualTo(treeSum(value, 0, leaves));
            }
        }
    }

    @Test
    void shouldSeeEveryWrongElement() {
        SampleVectors samples = new SampleVectors(1);
        float[] vector = new float[1_000];
        SampleVectors.fill(vector, 1_000, 0, 3);
        assertThat(samples.holdsSums(vector, 1_000, 3, 1)).isTrue();
        assertThat(samples.holdsSums(vector, 1_000, 4, 1)).isFalse();
        for (int i = 0; i < 1_000; i++) {
            float right = vector[i];
            vector[i] = Math.nextUp(right);
            assertThat(samples.holdsSums(vector, 1_000, 3, 1)).isFalse();
            vector[i] = right;
        }
    }

    private static float treeSum(float value, int lo, int hi) {
        if (hi - lo == 1) {
            return value;
        }
        int middle = SliceTree.split(lo, hi);
        return treeSum(value, lo, middle) + treeSum(value, middle, hi);
    }
}
