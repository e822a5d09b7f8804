package glissade.start;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Joins all jars of a directory into one without compression: one file to open instead of fifty,
 * one manifest, one file of the settings of libraries, without its comments. Its classes are
 * theirs, but for what the cache refuses: see {@link PlainLambdas} and {@link MappedClasses}.
 */
public final class StartJar {

    private static final String OURS = "deploy-";

    /** Between these, a line that looks like a comment may be none. */
    private static final String QUOTES = "\"\"\"";

    private static final Pattern COMMENT = Pattern.compile("\\s*(#.*|//.*)?");

    /** Any date: one jar more or less must not look like another. */
    private static final long DATE_MILLIS = 1_000_000_000_000L;

    private final ZipOutputStream out;
    private final Set<String> written = new HashSet<>();
    private final Map<String, ByteArrayOutputStream> joined = new LinkedHashMap<>();

    private StartJar(ZipOutputStream out) {
        this.out = out;
    }

    /**
     * {@code StartJar DIRECTORY JAR}: for the launcher.
     *
     * @throws IOException if the one cannot be read or the other not written
     */
    public static void main(String[] arguments) throws IOException {
        write(Path.of(arguments[0]), Path.of(arguments[1]));
    }

    static void write(Path directory, Path jar) throws IOException {
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*.jar")) {
            found.forEach(jars::add);
        }
        Collections.sort(jars);
        // Ours first: its manifest tells the version.
        jars.sort((a, b) -> Boolean.compare(isOurs(b), isOurs(a)));
        try (ZipOutputStream out =
                new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(jar)))) {
            out.setMethod(ZipOutputStream.STORED);
            StartJar all = new StartJar(out);
            for (Path each : jars) {
                all.add(each);
            }
            for (Map.Entry<String, ByteArrayOutputStream> text : all.joined.entrySet()) {
                all.put(text.getKey(), text.getValue().toByteArray());
            }
        }
    }

    private static boolean isOurs(Path jar) {
        return jar.getFileName().toString().startsWith(OURS);
    }

    private void add(Path jar) throws IOException {
        try (ZipFile in = new ZipFile(jar.toFile())) {
            // The manifest comes first, as the JDK expects it.
            for (ZipEntry entry : Collections.list(in.entries())) {
                String name = entry.getName();
                if (entry.isDirectory() || isOfTheJarAlone(name)) {
                    continue;
                }
                byte[] content = in.getInputStream(entry).readAllBytes();
                if (isJoined(name)) {
                    ByteArrayOutputStream text =
                            joined.computeIfAbsent(name, _ -> new ByteArrayOutputStream());
                    text.writeBytes(withoutComments(content));
                } else if (written.add(name)) {
                    put(name, name.endsWith(".class") ? forCache(content) : content);
                }
            }
        }
    }

    private static byte[] forCache(byte[] classFile) {
        return MappedClasses.in(PlainLambdas.in(classFile));
    }

    /** Three quarters of the settings of Akka are comments, which every start would read. */
    private static byte[] withoutComments(byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        boolean quoted = text.contains(QUOTES);
        StringBuilder kept = new StringBuilder();
        text.lines()
                .filter(line -> quoted || !COMMENT.matcher(line).matches())
                .forEach(line -> kept.append(line).append('\n'));
        return kept.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Descriptors of modules, versions for other JDKs, signatures. */
    private static boolean isOfTheJarAlone(String name) {
        return name.endsWith("module-info.class")
                || name.startsWith("META-INF/versions/")
                || (name.startsWith("META-INF/")
                        && (name.endsWith(".SF") || name.endsWith(".RSA")));
    }

    /** Files that every library brings, and that are read one after the other. */
    private static boolean isJoined(String name) {
        return name.equals("reference.conf") || name.startsWith("META-INF/services/");
    }

    private void put(String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        CRC32 checksum = new CRC32();
        checksum.update(content);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        entry.setTime(DATE_MILLIS);
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }
}
