package glissade.plane;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Command lines for child JVMs that run a class of the tests with the flags of the product. */
public final class ChildJvm {
    private ChildJvm() {}

    /** A list that further flags can be added to, at 1. */
    public static List<String> command(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.add("--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED");
        command.add("-Xmx256m");
        command.add("-cp");
        command.add(
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    /**
     * All that a class of the tests says whose main method takes vectors, run to its end in a JVM
     * of its own: what was compiled for other tests decides nothing there.
     *
     * @throws IllegalStateException when it ends badly
     */
    public static String outputWithVectors(Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = command(main, arguments);
        command.add(1, "--add-modules=jdk.incubator.vector");
        Process process = start(command);
        try {
            String output = output(process);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(
                        main.getName() + " ended with " + process.exitValue() + ": " + output);
            }
            return output;
        } finally {
            process.destroyForcibly();
        }
    }

    public static Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** All that it says until its end. */
    public static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
