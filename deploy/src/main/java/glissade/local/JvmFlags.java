package glissade.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * JVM flags of the workers that a launcher starts: those of {@code jvm.options}, then those of
 * {@code GLISSADE_JVM_OPTS}, then those of {@code GLISSADE_WORKER_0_JVM_OPTS} for worker 0. Later
 * ones win, as they do on a command line.
 */
final class JvmFlags {

    /** System property with the path of the file; without it the copy in the jar is used. */
    static final String FILE_PROPERTY = "glissade.jvm.options";

    /**
     * System property with the path of the launcher's cache of loaded classes, where it has one.
     */
    static final String CACHE_PROPERTY = "glissade.aot.cache";

    /** What the JVM refuses beside a cache. */
    private static final List<String> NOT_WITH_CACHE =
            List.of(
                    "-Xshare",
                    "-XX:AOT",
                    "-XX:SharedArchiveFile",
                    "-XX:SharedClassListFile",
                    "-XX:DumpLoadedClassList",
                    "-XX:ArchiveClassesAtExit");

    private static final String RESOURCE = "/jvm.options";

    private final @Nullable String cache;
    private final List<String> common;
    private final Map<String, String> environment;

    private JvmFlags(@Nullable String cache, List<String> common, Map<String, String> environment) {
        this.cache = cache;
        this.common = List.copyOf(common);
        this.environment = environment;
    }

    static JvmFlags ofThisProcess() {
        return of(
                System.getProperty(FILE_PROPERTY),
                System.getProperty(CACHE_PROPERTY),
                System.getenv());
    }

    /**
     * Flags as the given file and environment have them.
     *
     * @param file path of {@code jvm.options}, null for the copy in the jar
     * @param cache path of a cache of loaded classes, null for none
     */
    static JvmFlags of(
            @Nullable String file, @Nullable String cache, Map<String, String> environment) {
        List<String> common = new ArrayList<>();
        if (file == null) {
            common.addAll(ofResource());
        } else {
            common.add("@" + file);
            common.add("-D" + FILE_PROPERTY + "=" + file);
        }
        common.addAll(words(environment.getOrDefault("GLISSADE_JVM_OPTS", "")));
        return new JvmFlags(cache, common, environment);
    }

    /** Flags of one worker, from 0. */
    List<String> ofWorker(int index) {
        List<String> flags = new ArrayList<>(common);
        List<String> own = words(environment.getOrDefault(variable(index), ""));
        if (cache != null && own.stream().noneMatch(JvmFlags::refusesCache)) {
            // First, so that flags of the user about logging win.
            flags.addAll(0, List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=off,cds*=off"));
        }
        // A worker without memory is of no use; its end is noticed at once and said in words.
        flags.add("-XX:+ExitOnOutOfMemoryError");
        flags.addAll(own);
        return flags;
    }

    private static boolean refusesCache(String flag) {
        return NOT_WITH_CACHE.stream().anyMatch(flag::startsWith);
    }

    static String variable(int index) {
        return "GLISSADE_WORKER_" + index + "_JVM_OPTS";
    }

    private static List<String> ofResource() {
        try (InputStream in = JvmFlags.class.getResourceAsStream(RESOURCE)) {
            String text =
                    new String(
                            Objects.requireNonNull(in, "jvm.options is in the jar").readAllBytes(),
                            StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> !line.startsWith("#"))
                    .flatMap(line -> words(line).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> words(String text) {
        String trimmed = text.strip();
        return trimmed.isEmpty() ? List.of() : List.of(trimmed.split("\\s+", -1));
    }
}
