package glissade.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs through the program in one JVM, for the cache that the launcher makes: a coordinator with
 * two workers, and a run with a worker JVM. Short, since only what is used by the first step has to
 * be there.
 */
public final class Rehearsal {

    private static final int WORKERS = 2;

    private Rehearsal() {}

    /**
     * {@code Rehearsal DIRECTORY}: exit code 0 if all went well.
     *
     * @param arguments directory for the runs, which are of no use
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> out = List.of("--out", arguments[0]);
        Terminal terminal = Terminal.ofProcess();
        Shutdown shutdown = Shutdown.watch(() -> {});
        String address = "127.0.0.1:" + freePort();
        List<Thread> workers = new ArrayList<>();
        for (int index = 0; index < WORKERS; index++) {
            String command = "worker --coordinator " + address + " --id w" + index;
            workers.add(
                    Thread.ofPlatform()
                            .daemon()
                            .start(() -> execute(terminal, shutdown, command, List.of())));
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

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
