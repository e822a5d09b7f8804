package glissade.local;

import glissade.math.Kernels;
import glissade.run.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Facts about the machine that the JVM itself does not tell. */
public final class Machine {

    private static final Path CPU_INFORMATION = Path.of("/proc/cpuinfo");

    private static final String INTERNAL_PACKAGE = "jdk.internal.misc";

    private Machine() {}

    /**
     * The kernels of this machine.
     *
     * @throws ConfigurationException if {@code -Dglissade.vector} has a value that does not exist
     * @throws glissade.math.UnsupportedMachineException if the machine cannot train
     */
    public static Kernels kernels() {
        try {
            return Kernels.create();
        } catch (IllegalArgumentException unknownWidth) {
            throw new ConfigurationException(
                    String.valueOf(unknownWidth.getMessage()), unknownWidth);
        }
    }

    /**
     * Checks that this JVM was started with the flags that shared memory needs; those of child JVMs
     * are our own affair.
     *
     * @throws CannotStartException if not; the message names them
     */
    public static void requireFlags() {
        if (!Object.class.getModule().isExported(INTERNAL_PACKAGE, Machine.class.getModule())) {
            throw new CannotStartException(
                    "this JVM keeps java.base/"
                            + INTERNAL_PACKAGE
                            + " to itself, which shared memory needs: start java with @jvm.options,"
                            + " the file beside the launcher, or with --add-exports=java.base/"
                            + INTERNAL_PACKAGE
                            + "=ALL-UNNAMED",
                    null);
        }
    }

    /** Model of the CPU, or its architecture where the operating system does not say. */
    public static String cpuModel() {
        if (Files.isReadable(CPU_INFORMATION)) {
            try (Stream<String> lines = Files.lines(CPU_INFORMATION, StandardCharsets.UTF_8)) {
                return lines.filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse(architecture());
            } catch (IOException e) {
                return architecture();
            }
        }
        return architecture();
    }

    private static String architecture() {
        return System.getProperty("os.arch", "unknown");
    }
}
