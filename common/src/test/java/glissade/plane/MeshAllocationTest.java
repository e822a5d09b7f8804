package glissade.plane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
        assertThat(ChildJvm.outputWithVectors(FrameFlow.class, memories)).endsWith("bytes=0\n");
    }
}
