package glissade.plane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sending, polling, ticking and adding out of the log make no garbage. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
final class MeshAllocationTest {

    @ParameterizedTest
    @ValueSource(strings = {"0 0 0", "1 2 3", "0 0 1"})
    void shouldAllocateNothingWhenFramesFlow(String memories)
            throws IOException, InterruptedException {
        List<String> command = ChildJvm.command(FrameFlow.class, memories);
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
