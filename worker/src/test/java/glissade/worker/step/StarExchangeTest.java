package glissade.worker.step;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.plane.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two workers and the averager on a real plane: steps make no garbage on either side of it. */
@Timeout(120)
class StarExchangeTest {

    @Test
    void shouldAllocateNothingInAStepOnceWarm() throws Exception {
        assertThat(ChildJvm.outputWithVectors(StarSteps.class)).endsWith("worker=0 averager=0\n");
    }
}
