package glissade.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartJarTest {

    /** Has lambdas that can be serialized, with and without bridges. */
    private static final String SCALA_CLASS = "akka/cluster/ClusterSettings.class";

    private static final String OLD_CLASS = "picocli/CommandLine.class";

    private static final String PLAIN_CLASS = "glissade/start/StartJar.class";

    @TempDir Path directory;

    @Test
    void shouldJoinSettingsOfLibrariesAndKeepTheManifestOfOurs() throws IOException {
        jar(
                "a.jar",
                "reference.conf",
                "# of a\n  // too\na = 1 # one",
                "META-INF/MANIFEST.MF",
                "Theirs: 1\n");
        jar("deploy-1.jar", "META-INF/MANIFEST.MF", "Ours: 1\n", "reference.conf", "b = 2");
        Path all = directory.resolve("all");

        StartJar.write(directory, all);

        try (JarFile joined = new JarFile(all.toFile())) {
            assertThat(text(joined, "reference.conf")).isEqualTo("b = 2\na = 1 # one\n");
            assertThat(joined.getManifest().getMainAttributes().getValue("Ours")).isEqualTo("1");
        }
    }

    @Test
    void shouldMakeLambdasOfScalaPlain() throws Exception {
        byte[] before = classFile(SCALA_CLASS);

        byte[] after = PlainLambdas.in(before);

        assertThat(serializableLambdas(before)).isPositive();
        assertThat(serializableLambdas(after)).isZero();
        assertThat(defined(after).getDeclaredMethods()).isNotEmpty();
    }

    @Test
    void shouldGiveOldClassesStackMaps() throws Exception {
        byte[] before = classFile(OLD_CLASS);

        byte[] after = MappedClasses.in(before);

        assertThat(ClassFile.of().parse(before).majorVersion())
                .isLessThan(ClassFile.JAVA_6_VERSION);
        assertThat(ClassFile.of().parse(after).majorVersion()).isEqualTo(ClassFile.JAVA_6_VERSION);
        assertThat(ClassFile.of().verify(after)).isEmpty();
    }

    @Test
    void shouldLeaveOtherClassesAsTheyAre() throws IOException {
        byte[] before = classFile(PLAIN_CLASS);

        assertThat(MappedClasses.in(before)).isSameAs(before);
        assertThat(PlainLambdas.in(before)).isSameAs(before);
    }

    private void jar(String name, String... entries) throws IOException {
        try (ZipOutputStream out =
                new ZipOutputStream(Files.newOutputStream(directory.resolve(name)))) {
            for (int i = 0; i < entries.length; i += 2) {
                out.putNextEntry(new ZipEntry(entries[i]));
                out.write(entries[i + 1].getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static String text(JarFile jar, String name) throws IOException {
        try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] classFile(String name) throws IOException {
        try (InputStream in = StartJar.class.getClassLoader().getResourceAsStream(name)) {
            assertThat(in).isNotNull();
            return in.readAllBytes();
        }
    }

    /** Calls that make such lambdas. */
    private static long serializableLambdas(byte[] classFile) {
        return ClassFile.of().parse(classFile).methods().stream()
                .flatMap(method -> method.code().stream())
                .flatMap(code -> code.elementStream())
                .filter(element ->
                        element instanceof InvokeDynamicInstruction call
                                && call.bootstrapMethod().methodName().equals("altMetafactory"))
                .count();
    }

    /** The class as the JVM takes it, verified. */
    private static Class<?> defined(byte[] classFile) throws Exception {
        ClassLoader loader =
                new URLClassLoader(new URL[0], StartJar.class.getClassLoader()) {
                    @Override
                    protected Class<?> loadClass(String name, boolean resolve)
                            throws ClassNotFoundException {
                        if (name.equals("akka.cluster.ClusterSettings")) {
                            return defineClass(name, classFile, 0, classFile.length);
                        }
                        return super.loadClass(name, resolve);
                    }
                };
        return Class.forName("akka.cluster.ClusterSettings", true, loader);
    }
}
