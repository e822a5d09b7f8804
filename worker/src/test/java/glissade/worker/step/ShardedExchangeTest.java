package glissade.worker.step;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.plane.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two workers that own a range each, on a real mesh: their steps make no garbage. */
@Timeout(120)
class ShardedExchangeTest {

    @Test
    void shouldAllocateNothingInAStepOnceWarm() throws Exception {
        assertThat(ChildJvm.outputWithVectors(ShardedSteps.class)).endsWith("bytes=0\n");
    }
}
