package glissade.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JvmFlagsTest {

    @Test
    void shouldHandOnTheFileAndTellWhereItIsWhenTheLauncherNamedOne() {
        JvmFlags flags = JvmFlags.of("/opt/glissade/bin/jvm.options", null, Map.of());

        assertThat(flags.ofWorker(0))
                .containsExactly(
                        "@/opt/glissade/bin/jvm.options",
                        "-Dglissade.jvm.options=/opt/glissade/bin/jvm.options",
                        "-XX:+ExitOnOutOfMemoryError");
    }

    @Test
    void shouldReadTheCopyInTheJarWhenNoFileIsNamed() {
        JvmFlags flags = JvmFlags.of(null, null, Map.of());

        assertThat(flags.ofWorker(0))
                .startsWith(
                        "--add-exports=java.base/jdk.internal.module=ALL-UNNAMED",
                        "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow")
                .allMatch(flag -> flag.startsWith("-") && !flag.contains(" "));
    }

    @Test
    void shouldPutTheFlagsOfOneWorkerLastSoThatTheyWin() {
        JvmFlags flags =
                JvmFlags.of(
                        "f",
                        null,
                        Map.of(
                                "GLISSADE_JVM_OPTS", " -Xmx1g   -XX:UseAVX=2",
                                "GLISSADE_WORKER_1_JVM_OPTS", "-Dglissade.vector=128"));

        assertThat(flags.ofWorker(0))
                .endsWith("-Xmx1g", "-XX:UseAVX=2", "-XX:+ExitOnOutOfMemoryError");
        assertThat(flags.ofWorker(1)).isEqualTo(with(flags.ofWorker(0), "-Dglissade.vector=128"));
    }

    @Test
    void shouldHandOnTheCacheUnlessTheFlagsOfOneWorkerClashWithIt() {
        JvmFlags flags =
                JvmFlags.of("f", "/c.aot", Map.of("GLISSADE_WORKER_1_JVM_OPTS", "-Xshare:off"));

        assertThat(flags.ofWorker(0))
                .startsWith("-XX:AOTCache=/c.aot", "-Xlog:aot*=off,cds*=off", "@f");
        assertThat(flags.ofWorker(1)).startsWith("@f").endsWith("-Xshare:off");
    }

    private static List<String> with(List<String> flags, String further) {
        List<String> all = new java.util.ArrayList<>(flags);
        all.add(further);
        return all;
    }
}
