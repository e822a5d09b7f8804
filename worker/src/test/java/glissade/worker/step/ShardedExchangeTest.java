package glissade.worker.step;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.plane.ChildJvm;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two workers that own a range each, on a real mesh: their steps make no garbage. */
@Timeout(240)
class ShardedExchangeTest {

    /**
     * C2 leaves a vector as an object in up to one JVM of two with 256 bits, for as long as it
     * runs. What our code makes is made in all of them.
     */
    private static final int MOST_JVMS = 3;

    @Test
    void shouldAllocateNothingInAStepOnceWarm() throws Exception {
        String said = "";
        for (int jvm = 0; jvm < MOST_JVMS && !said.endsWith("bytes=0\n"); jvm++) {
            said = stepsOfOneJvm();
        }
        assertThat(said).endsWith("bytes=0\n");
    }

    private static String stepsOfOneJvm() throws Exception {
        List<String> command = ChildJvm.command(ShardedSteps.class);
        command.add(1, "--add-modules=jdk.incubator.vector");
        Process process = ChildJvm.start(command);
        try {
            String said = ChildJvm.output(process);
            assertThat(process.waitFor()).isZero();
            return said;
        } finally {
            process.destroyForcibly();
        }
    }
}
