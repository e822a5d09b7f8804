package glissade.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Two network namespaces joined by a link that loses, doubles, overtakes and delays what passes it;
 * {@code impaired-network.py} makes them and is the link. They have no names and end with that
 * process, which ends when this one does.
 */
final class ImpairedNetwork implements AutoCloseable {

    /** Where the first of them is reached by the other. */
    static final String FIRST_ADDRESS = "10.98.0.1";

    private static final String SCRIPT =
            "deploy/src/test/resources/glissade/cli/impaired-network.py";
    private static final long END_SECONDS = 10;

    /**
     * How bad a link is.
     *
     * @param loss share of the packets that do not arrive
     * @param duplication share of those that arrive twice
     * @param reordering share of those that overtake the ones before
     * @param delayMillis how late the others arrive
     */
    record Impairment(double loss, double duplication, double reordering, double delayMillis) {}

    private final Process link;
    private final BufferedReader said;
    private final List<String> namespaces;
    private final List<Process> memories = new ArrayList<>();

    private ImpairedNetwork(Process link, BufferedReader said, List<String> namespaces) {
        this.link = link;
        this.said = said;
        this.namespaces = namespaces;
    }

    /** What this machine lacks for that, in words; null when nothing is known to be missing. */
    static @Nullable String missing() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return "network namespaces take root, and this is " + System.getProperty("user.name");
        }
        if (!Files.isWritable(Path.of("/dev/net/tun"))) {
            return "there is no /dev/net/tun to be opened";
        }
        for (String program : List.of("ip", "nsenter", "unshare", "mount", "python3")) {
            if (!isThere(program)) {
                return "there is no program " + program;
            }
        }
        return null;
    }

    private static boolean isThere(String program) {
        for (String place : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            if (Files.isExecutable(Path.of(place, program))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Makes the namespaces and opens the link.
     *
     * @throws NotPermittedException where the system does not let this process
     */
    static ImpairedNetwork open(long seed, Impairment impairment) throws IOException {
        Process link =
                new ProcessBuilder(
                                "python3",
                                Checkout.root().resolve(SCRIPT).toString(),
                                Long.toString(seed),
                                text(impairment.loss()),
                                text(impairment.duplication()),
                                text(impairment.reordering()),
                                text(impairment.delayMillis()))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        BufferedReader said = link.inputReader();
        String line = said.readLine();
        if (line != null && line.startsWith("ready ")) {
            String[] words = line.split(" ", -1);
            return new ImpairedNetwork(link, said, List.of(words[1], words[2]));
        }
        link.destroyForcibly();
        if (line == null) {
            throw new IOException("the link ended before it was ready");
        }
        throw new NotPermittedException(line);
    }

    private static String text(double number) {
        return String.format(Locale.ROOT, "%s", number);
    }

    /** Root is not always allowed to make namespaces, in containers for instance. */
    static final class NotPermittedException extends IOException {
        private static final long serialVersionUID = 1L;

        NotPermittedException(String message) {
            super(message);
        }
    }

    /** What a program is started by to be in the first or second namespace, with this memory. */
    List<String> inside(int namespace) {
        return List.of("nsenter", "--net=" + namespaces.get(namespace), "--");
    }

    /** The same, with shared memory of its own, as on another machine. */
    List<String> insideApart(int namespace) {
        List<String> words = new ArrayList<>(inside(namespace));
        words.addAll(
                List.of(
                        "unshare",
                        "--mount",
                        "--",
                        "sh",
                        "-c",
                        "mount -t tmpfs tmpfs /dev/shm && exec \"$@\"",
                        "sh"));
        return words;
    }

    /**
     * What programs are started by to be in a namespace and to share memory with each other, but
     * with nobody else: as on one other machine.
     */
    List<String> insideTogether(int namespace) throws IOException {
        List<String> words = new ArrayList<>(inside(namespace));
        words.addAll(
                List.of(
                        "unshare",
                        "--mount",
                        "--",
                        "sh",
                        "-c",
                        "mount -t tmpfs tmpfs /dev/shm && echo ready && exec cat"));
        // Each becomes the next, so that in the end cat has this number, and holds the memory.
        Process holder =
                new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        memories.add(holder);
        if (!"ready".equals(holder.inputReader().readLine())) {
            throw new IOException("no shared memory for namespace " + namespace);
        }
        return List.of(
                "nsenter",
                "--net=" + namespaces.get(namespace),
                "--mount=/proc/" + holder.pid() + "/ns/mnt",
                "--");
    }

    /** Closes the link, and with it the namespaces; what passed it, as JSON. */
    String end() throws IOException {
        link.getOutputStream().close();
        return String.valueOf(said.readLine());
    }

    @Override
    public void close() throws IOException {
        memories.forEach(Process::destroyForcibly);
        link.getOutputStream().close();
        try {
            if (!link.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                link.destroyForcibly();
            }
        } catch (InterruptedException e) {
            link.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
