package glissade.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requirement D1: one hash of all kinds of preprocessing, the eigen-decomposition included, from
 * child JVMs of every vector width and with the flags that change what the JIT emits.
 */
@Timeout(60)
final class FitBitsTest {
    /** Hash of {@link FitBits}, 2026-11-21, x86-64. */
    private static final String HASH = "35525219";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Dglissade.vector=scalar",
                "-Dglissade.vector=128",
                "-Dglissade.vector=256",
                "-Dglissade.vector=auto",
                "-XX:UseAVX=1",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UseLibmIntrinsic"
            })
    void shouldFitAndTransformWithTheSameBits(String flag) throws Exception {
        assumeTrue(System.getProperty("os.arch").equals("amd64"), "flags of x86-64 JVMs");

        assertThat(run(flag)).isEqualTo(HASH);
    }

    private static String run(String flag) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(
                List.of(
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-Xmx256m",
                        "-XX:+UnlockDiagnosticVMOptions",
                        flag,
                        "-cp",
                        System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path")),
                        FitBits.class.getName()));
        Process child =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try {
            String output =
                    new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(child.waitFor()).as(output).isZero();
            return output.strip();
        } finally {
            child.destroyForcibly();
        }
    }
}
