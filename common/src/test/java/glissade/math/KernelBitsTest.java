package glissade.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One hash from child JVMs of every width and with the flags that change what the JIT emits. */
@Timeout(60)
final class KernelBitsTest {
    /** Hash of {@link KernelBits} with the scalar kernels, 2026-11-21, x86-64. */
    private static final String HASH = "6ef165c55c4ec322";

    @ParameterizedTest
    @CsvSource({"scalar,32", "128,128", "256,256", "512,512", "auto,512"})
    void shouldComputeTheSameBitsOnEveryWidth(String width, int bits) throws Exception {
        String[] answer = run("-Dglissade.vector=" + width).split(" ");

        int machine = FloatVector.SPECIES_PREFERRED.vectorBitSize();
        assertThat(answer).containsExactly(Integer.toString(Math.min(bits, machine)), HASH);
    }

    /** What this machine has registers for, and the tiles of other machines. */
    @ParameterizedTest
    @CsvSource({"128,16", "128,32", "256,16", "256,32", "512,16", "512,32"})
    void shouldComputeTheSameBitsWithAnyNumberOfRegisters(int bits, int registers)
            throws Exception {
        int machine = FloatVector.SPECIES_PREFERRED.vectorBitSize();
        assumeTrue(bits <= machine, "vectors of this machine");

        String[] answer =
                run("-Dglissade.vector=" + bits, "-Dglissade.registers=" + registers).split(" ");

        assertThat(answer).containsExactly(Integer.toString(bits), HASH);
    }

    @ParameterizedTest
    @CsvSource({"1,128", "2,256", "3,512"})
    void shouldTakeTheWidthThatTheJvmAllowsAndKeepTheBits(int useAvx, int bits) throws Exception {
        assumeX86();

        String[] answer = run("-XX:UseAVX=" + useAvx).split(" ");

        int machine = FloatVector.SPECIES_PREFERRED.vectorBitSize();
        assertThat(answer).containsExactly(Integer.toString(Math.min(bits, machine)), HASH);
    }

    @Test
    void shouldNotDependOnMathIntrinsics() throws Exception {
        assumeX86();

        String answer = run("-XX:+UnlockDiagnosticVMOptions", "-XX:-UseLibmIntrinsic");

        assertThat(answer).endsWith(" " + HASH);
    }

    @Test
    void shouldRunScalarKernelsWithoutTheOptimizingCompiler() throws Exception {
        String answer = run("-XX:TieredStopAtLevel=1");

        assertThat(answer).isEqualTo("32 " + HASH);
    }

    @ParameterizedTest
    @CsvSource({"-XX:-UseFMA", "-XX:UseAVX=0"})
    void shouldRefuseAMachineWithoutHardwareFma(String flag) throws Exception {
        assumeX86();

        assertThat(run(flag))
                .startsWith("this JVM has no fused multiply-add in hardware")
                .contains("use a processor with AVX2 and FMA");
    }

    @Test
    void shouldRefuseAnUnknownWidthInWords() throws Exception {
        assertThat(run("-Dglissade.vector=1024"))
                .isEqualTo(
                        "-Dglissade.vector must be auto, 512, 256, 128 or scalar: found \"1024\";"
                                + " leave it out for the widest vectors of this machine");
    }

    private static void assumeX86() {
        assumeTrue(System.getProperty("os.arch").equals("amd64"), "flags of x86-64 JVMs");
    }

    /** What {@link KernelBits} prints in a new JVM with the given flags. */
    private static String run(String... flags)
            throws IOException, InterruptedException, URISyntaxException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-Xmx256m"));
        command.addAll(List.of(flags));
        command.addAll(
                List.of("-cp", home(KernelBits.class) + File.pathSeparator + home(Kernels.class)));
        command.add(KernelBits.class.getName());
        // The warning about the incubator module goes to stderr; stdout carries the answer alone.
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

    private static Path home(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
