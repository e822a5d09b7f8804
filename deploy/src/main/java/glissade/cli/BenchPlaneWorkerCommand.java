package glissade.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import glissade.bench.PlaneRank;
import glissade.plane.PlaneDirectory;
import glissade.plane.Transport;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A worker of {@code glissade bench plane}, which starts it; not for users. */
@Command(name = "plane-worker", hidden = true, description = "A worker of bench plane.")
final class BenchPlaneWorkerCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final Shutdown shutdown;

    @Option(names = "--rank", required = true)
    private int rank;

    @Option(names = "--workers", required = true)
    private int workers;

    @Option(names = "--transport", required = true)
    private String transport = "";

    @Option(names = "--floats", required = true, split = ",")
    private List<Integer> floats = List.of();

    @Option(names = "--bucket", required = true)
    private int bucketLength;

    @Option(names = "--host")
    private String host = "";

    BenchPlaneWorkerCommand(Terminal terminal, Shutdown shutdown) {
        this.terminal = terminal;
        this.shutdown = shutdown;
    }

    @Override
    public Integer call() throws JsonProcessingException {
        // The launcher hears Ctrl-C too, and lets go.
        shutdown.onRequest(() -> {});
        PlaneRank worker =
                new PlaneRank(
                        Transport.of(transport),
                        rank,
                        workers,
                        floats,
                        bucketLength,
                        terminal::line,
                        System::nanoTime);
        worker.listen(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
        try {
            if (host.isEmpty()) {
                worker.sharded();
            } else {
                star(worker);
            }
        } catch (IllegalStateException inVain) {
            throw new CommandFailure(
                    ExitCode.RUN_FAILED, String.valueOf(inVain.getMessage()), inVain);
        }
        return ExitCode.DONE;
    }

    private void star(PlaneRank worker) throws JsonProcessingException {
        try {
            worker.star(host);
        } catch (RuntimeException ended) {
            if (worker.launcherIsGone()) {
                // Whoever outlives the owner clears up after it.
                PlaneDirectory.at(host).delete();
            }
            throw ended;
        }
    }
}
