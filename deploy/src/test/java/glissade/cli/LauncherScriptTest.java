package glissade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher script in an installation whose path has a space in it, with a JDK that only prints
 * what it is given.
 */
@Timeout(30)
class LauncherScriptTest {

    private static final String PRINTING_JAVA =
            """
            #!/bin/sh
            echo 'WARNING: Using incubator modules: jdk.incubator.vector' >&2
            for argument in "$@"; do
                case "$argument" in
                    -XX:AOTCacheOutput=*refused*) echo "no room for classes"; exit 1 ;;
                    -XX:AOTCacheOutput=*) echo classes >"${argument#*=}"; exit 0 ;;
                    */start.jar) echo all >"$argument"; exit 0 ;;
                esac
                echo "[$argument]"
            done
            echo "[locale $LC_ALL]"
            echo 'the last error' >&2
            exit 42
            """;

    private static final Map<String, String> CACHED = Map.of("GLISSADE_AOT_CACHE", "");

    private static final String LOCALE = "[locale C.UTF-8]";

    @TempDir Path directory;

    private Path home = Path.of("");
    private Path jdk = Path.of("");

    private record Result(int exitCode, List<String> out, String err) {}

    @BeforeEach
    void install() throws IOException {
        home = directory.resolve("in stalled");
        Files.createDirectories(home.resolve("bin"));
        Files.createDirectory(home.resolve("lib"));
        Path bin = Checkout.root().resolve("deploy/bin");
        for (String name : List.of("glissade", "jvm.options")) {
            Files.copy(bin.resolve(name), home.resolve("bin").resolve(name));
        }
        executable(home.resolve("bin/glissade"));
        jdk = directory.resolve("jdk");
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
        Files.writeString(jdk.resolve("bin/java"), PRINTING_JAVA);
        executable(jdk.resolve("bin/java"));
    }

    @Test
    void shouldHandArgumentsOnAsTheyAre() throws IOException, InterruptedException {
        Result result = run(home.resolve("bin/glissade"), Map.of(), "train", "a b", "*", "");

        assertThat(result.out())
                .containsSequence(
                        "[glissade.cli.Glissade]", "[train]", "[a b]", "[*]", "[]", LOCALE);
    }

    @Test
    void shouldPassTheExitCodeOfJavaOn() throws IOException, InterruptedException {
        assertThat(run(home.resolve("bin/glissade"), Map.of()).exitCode()).isEqualTo(42);
    }

    @Test
    void shouldDropOnlyTheIncubatorWarningFromStderr() throws IOException, InterruptedException {
        assertThat(run(home.resolve("bin/glissade"), Map.of()).err()).isEqualTo("the last error\n");
    }

    @Test
    void shouldFindItsJarsThroughSymbolicLinks() throws IOException, InterruptedException {
        Path far = Files.createSymbolicLink(directory.resolve("far"), home.resolve("bin/glissade"));
        Path near = Files.createSymbolicLink(directory.resolve("near"), Path.of("far"));

        Result result = run(near, Map.of());

        assertThat(far).isSymbolicLink();
        assertThat(result.out()).containsSequence("[-cp]", "[" + home.toRealPath() + "/lib/*]");
    }

    @Test
    void shouldAddFlagsFromTheEnvironmentAsWords() throws IOException, InterruptedException {
        Result result =
                run(
                        home.resolve("bin/glissade"),
                        Map.of("GLISSADE_JVM_OPTS", " -Xmx1g  -Dpattern=* "));

        assertThat(result.out())
                .startsWith("[@" + home.toRealPath() + "/bin/jvm.options]")
                .containsSequence("[-Xmx1g]", "[-Dpattern=*]", "[-cp]");
    }

    /** Names of files with umlauts could not be opened otherwise. */
    @Test
    void shouldGiveJavaALocaleThatKnowsAllCharactersWhereNoneIsSet() throws Exception {
        Path launcher = home.resolve("bin/glissade");

        assertThat(run(launcher, Map.of("LC_ALL", "C")).out()).endsWith(LOCALE);
        assertThat(run(launcher, Map.of("LC_ALL", "en_US.UTF-8")).out())
                .endsWith("[locale en_US.UTF-8]");
    }

    @Test
    void shouldMakeACacheOfLoadedClassesOnFirstUseAndStartFromIt() throws Exception {
        Path launcher = home.resolve("bin/glissade");

        Result first = run(launcher, CACHED);
        Result second = run(launcher, CACHED);

        assertThat(first.err()).startsWith("glissade: preparing a fast start");
        assertThat(second.err()).isEqualTo("the last error\n");
        for (Result result : List.of(first, second)) {
            assertThat(result.out())
                    .anyMatch(flag -> flag.matches("\\[-XX:AOTCache=.*/in stalled/aot/\\d+\\.aot]"))
                    .anyMatch(flag -> flag.startsWith("[-Dglissade.aot.cache="))
                    .anyMatch(flag -> flag.matches("\\[.*/in stalled/aot/\\d+\\.jar]"));
        }
        try (Stream<Path> made = Files.list(home.resolve("aot"))) {
            assertThat(made.filter(file -> file.toString().endsWith(".aot"))).hasSize(1);
        }
    }

    @Test
    void shouldMakeAnotherCacheWhenTheJarsHaveChanged() throws Exception {
        Path launcher = home.resolve("bin/glissade");
        run(launcher, CACHED);
        Files.writeString(home.resolve("lib/common.jar"), "new");

        assertThat(run(launcher, CACHED).err()).startsWith("glissade: preparing a fast start");
    }

    @Test
    void shouldDoWithoutACacheThatCannotBeMadeAndNotTryAgain() throws Exception {
        home = Files.move(home, directory.resolve("refused"));
        Path launcher = home.resolve("bin/glissade");

        Result first = run(launcher, CACHED);
        Result second = run(launcher, CACHED);

        assertThat(first.err().lines())
                .filteredOn(line -> line.startsWith("glissade: the fast start could not be"))
                .singleElement()
                .asString()
                .contains("(no room for classes); going on without; remove ", "to try again");
        assertThat(second.exitCode()).isEqualTo(42);
        assertThat(second.err()).isEqualTo("the last error\n");
        assertThat(second.out())
                .contains("[" + home.toRealPath() + "/lib/*]")
                .noneMatch(flag -> flag.contains("AOT"));
    }

    @Test
    void shouldLeaveTheCacheOutBesideFlagsThatItDoesNotGoWith() throws Exception {
        Path launcher = home.resolve("bin/glissade");
        run(launcher, CACHED);

        Result result =
                run(launcher, Map.of("GLISSADE_AOT_CACHE", "", "GLISSADE_JVM_OPTS", "-Xshare:off"));

        assertThat(result.out()).contains("[-Xshare:off]").noneMatch(flag -> flag.contains("AOT"));
    }

    @Test
    void shouldPassOverAJdkOfAnotherVersion() throws IOException, InterruptedException {
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");

        // Another JDK 25 may be found on this machine, or none: never this one.
        assertThat(run(home.resolve("bin/glissade"), Map.of(), "--version").exitCode())
                .isNotEqualTo(42);
    }

    @Test
    void shouldSayWhatIsMissingWhenThereAreNoJars() throws IOException, InterruptedException {
        Files.delete(home.resolve("lib"));

        Result result = run(home.resolve("bin/glissade"), Map.of());

        assertThat(result.exitCode()).isEqualTo(ExitCode.MACHINE_LACKS_SOMETHING);
        assertThat(result.err())
                .isEqualTo(
                        "glissade: found neither "
                                + home.toRealPath()
                                + "/lib nor a checkout around "
                                + home.toRealPath()
                                + "/bin; unpack the whole distribution\n");
    }

    private Result run(Path script, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        // Of each run its own: the filter of the one before may still write.
        Path out = Files.createTempFile(directory, "out", "");
        Path err = Files.createTempFile(directory, "err", "");
        List<String> command = new java.util.ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().remove("GLISSADE_JVM_OPTS");
        builder.environment().remove("LC_ALL");
        builder.environment().remove("LC_CTYPE");
        builder.environment().remove("LANG");
        builder.environment().put("GLISSADE_AOT_CACHE", "off");
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        awaitFilter(err);
        return new Result(process.exitValue(), Files.readAllLines(out), Files.readString(err));
    }

    /** The printing JDK does not wait for the filter of stderr, as the program does at its end. */
    private static void awaitFilter(Path err) throws IOException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (!Files.readString(err).endsWith("\n") && System.nanoTime() < deadlineNs) {
            Thread.onSpinWait();
        }
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
