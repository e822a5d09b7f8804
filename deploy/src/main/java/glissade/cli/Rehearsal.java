package glissade.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/**
 * Runs through the program in one JVM, for the cache that the launcher makes: a coordinator with
 * two workers, and a run with a worker JVM. Short, since only what is used by the first step has to
 * be there.
 */
public final class Rehearsal {

    private static final int WORKERS = 2;

    private static final int PATIENCE_SECONDS = 30;

    private Rehearsal() {}

    /**
     * {@code Rehearsal DIRECTORY}: exit code 0 if all went well.
     *
     * @param arguments directory for the runs, which are of no use
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> out = List.of("--out", arguments[0]);
        // Here, since the threads below would race for it.
        var _ = LoggerFactory.getILoggerFactory();
        Terminal terminal = Terminal.ofProcess();
        Shutdown shutdown = Shutdown.watch(() -> {});
        HostPort address = new HostPort("127.0.0.1", freePort());
        List<Thread> workers = new ArrayList<>();
        for (int index = 0; index < WORKERS; index++) {
            String rank = String.valueOf(index);
            workers.add(
                    Thread.ofPlatform()
                            .daemon()
                            .start(() ->
                                    ChildWorker.execute(
                                            terminal, new Lifeline(address), "w" + rank, rank)));
        }
        String together =
                "coordinator --name together --data digits:2000 --epochs 2 --workers "
                        + WORKERS
                        + " --bind "
                        + address;
        int exitCode = execute(terminal, shutdown, together, out);
        for (Thread worker : workers) {
            worker.join();
        }
        if (exitCode == ExitCode.DONE) {
            String apart = "train --name apart --data digits:400 --epochs 1 --workers 1";
            exitCode = execute(terminal, shutdown, apart, out);
        }
        shutdown.finished();
        System.exit(exitCode);
    }

    private static int execute(
            Terminal terminal, Shutdown shutdown, String command, List<String> further) {
        List<String> arguments = new ArrayList<>(List.of(command.split(" ", -1)));
        arguments.addAll(further);
        return Glissade.execute(terminal, shutdown, arguments.toArray(new String[0]));
    }

    /** What a worker reads from its launcher: the address, once somebody answers, and no end. */
    private static final class Lifeline extends InputStream {

        private final HostPort address;
        private final byte[] line;
        private int read;

        Lifeline(HostPort address) {
            this.address = address;
            this.line = (address.toString() + '\n').getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public int read() throws IOException {
            if (read == 0 && !address.answersWithin(PATIENCE_SECONDS)) {
                throw new IOException("nobody answers at " + address);
            }
            if (read == line.length) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    throw new InterruptedIOException();
                }
            }
            return line[read++];
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            bytes[offset] = (byte) read();
            return 1;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
