package glissade.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * {@code glissade} as a process of its own, in a directory of its own: what a user sees. Runs the
 * classes under test, without the launcher script.
 */
final class Cli {

    private static final long MOST_SECONDS = 120;

    private final Path directory;

    Cli(Path directory) {
        this.directory = directory;
    }

    /**
     * How a process ended.
     *
     * @param err stderr without the JVM's own warning, which the launcher script drops
     */
    record Result(int exitCode, String out, String err) {}

    /** Runs a command to its end. */
    Result run(String... arguments) throws InterruptedException {
        return run(Map.of(), arguments);
    }

    /** Runs a command with further environment variables. */
    Result run(Map<String, String> environment, String... arguments) throws InterruptedException {
        try {
            Path out = Files.createTempFile("glissade-out", null);
            Path err = Files.createTempFile("glissade-err", null);
            Process process = start(environment, out, err, arguments);
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(
                        "no end after " + MOST_SECONDS + " s: " + List.of(arguments));
            }
            Result result = new Result(process.exitValue(), Files.readString(out), errors(err));
            Files.delete(out);
            Files.delete(err);
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a command, its streams going to files. */
    Process start(Map<String, String> environment, Path out, Path err, String... arguments)
            throws IOException {
        return start(List.of(), environment, out, err, arguments);
    }

    /** Starts a command by way of another program, which becomes it. */
    Process start(
            List<String> by,
            Map<String, String> environment,
            Path out,
            Path err,
            String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(by);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + options());
        command.add("-Dglissade.jvm.options=" + options());
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add("glissade.cli.Glissade");
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** What is in the directory, names only. */
    List<String> leftBehind() {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path options() {
        return Checkout.root().resolve("deploy/bin/jvm.options");
    }

    /** What went to stderr, without the JVM's own warning. */
    static String errors(Path err) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line : Files.readAllLines(err, StandardCharsets.UTF_8)) {
            if (!line.startsWith("WARNING: Using incubator modules: ")) {
                text.append(line).append('\n');
            }
        }
        return text.toString();
    }
}
