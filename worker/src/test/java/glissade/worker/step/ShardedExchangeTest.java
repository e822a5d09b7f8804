package glissade.worker.step;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.plane.ChildJvm;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two workers that own a range each, on a real mesh: their steps make no garbage. */
@Timeout(120)
class ShardedExchangeTest {

    @Test
    void shouldAllocateNothingInAStepOnceWarm() throws Exception {
        List<String> command = ChildJvm.command(ShardedSteps.class);
        command.add(1, "--add-modules=jdk.incubator.vector");

        Process process = ChildJvm.start(command);
        try {
            assertThat(ChildJvm.output(process)).endsWith("bytes=0\n");
            assertThat(process.waitFor()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }
}
