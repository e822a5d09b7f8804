package glissade.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example in the README is run as it stands there. */
@Timeout(120)
class ReadmeExampleTest {

    @TempDir Path temp;

    @Test
    void shouldTrainAndPredictInFewerThanTwentyLines() throws Exception {
        Path root = root();
        String readme = Files.readString(root.resolve("README.md"));
        int from = readme.indexOf("```java\n") + "```java\n".length();
        String example = readme.substring(from, readme.indexOf("```", from));
        Path file = temp.resolve("Example.java");
        Files.writeString(file, example);

        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "@" + root.resolve("deploy/bin/jvm.options"),
                                "-cp",
                                System.getProperty("java.class.path"),
                                file.toString())
                        .directory(temp.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String output;
        try {
            output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
        } finally {
            process.destroyForcibly();
        }

        assertThat(example.lines().count()).isLessThan(20);
        List<String> lines = output.lines().toList();
        assertThat(lines).hasSize(7);
        assertThat(lines.getFirst()).startsWith("epoch 1 ");
        assertThat(lines.get(5)).matches("test accuracy [89]\\d\\.\\d %, parameters [0-9a-f]{12}");
        assertThat(lines.get(6)).matches("a blank image is taken for a \\d");
    }

    private static Path root() {
        String told = System.getProperty("glissade.checkout");
        for (@Nullable Path place = Path.of(told == null ? "" : told).toAbsolutePath();
                place != null;
                place = place.getParent()) {
            if (Files.exists(place.resolve("mvnw"))) {
                return place;
            }
        }
        throw new AssertionError("no checkout around this test");
    }
}
