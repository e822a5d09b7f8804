package glissade.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glissade.bench.PlaneRank;
import glissade.collective.Buckets;
import glissade.local.Machine;
import glissade.local.PlaneRanks;
import glissade.local.WorkerEndedException;
import glissade.plane.Transport;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code glissade bench plane}: how long it takes to average vectors over the gradient plane. */
@Command(
        name = "plane",
        abbreviateSynopsis = true,
        sortOptions = false,
        description = {
            "Adds a vector of every worker, back to back, over the gradient plane of this machine:"
                    + " the sum replaces each worker's vector.",
            "Every sum is checked, element by element, against the serial sum along the tree."
        })
final class BenchPlaneCommand implements Callable<Integer> {

    private static final int MOST_WORKERS = 64;
    private static final int MOST_BUCKET = 1 << 28;
    private static final int MOST_FLOATS = 100_000_000;

    private final Terminal terminal;
    private final Shutdown shutdown;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "worker JVMs, 2 to " + MOST_WORKERS + " (2)")
    private int workers = 2;

    @Option(
            names = "--floats",
            paramLabel = "N",
            split = ",",
            description =
                    "lengths of the vectors, 2 to 100000000 each (13002,100000,1000000,10000000)")
    private List<Integer> floats = List.of(13_002, 100_000, 1_000_000, 10_000_000);

    @Option(
            names = "--averaging",
            paramLabel = "HOW",
            description =
                    "star: one owner of all, in this process; sharded: one in every worker, each of"
                            + " a part (sharded)")
    private String averaging = "sharded";

    @Option(
            names = "--bucket",
            paramLabel = "N",
            description = "floats in a bucket, a multiple of 4096 up to 268435456 (8192)")
    private int bucketLength = Buckets.DEFAULT_LENGTH;

    @Option(names = "--transport", paramLabel = "HOW", description = "ipc or udp (ipc)")
    private String transport = "ipc";

    @Option(names = "--json", description = "print the figures as JSON on stdout, and nothing else")
    private boolean json;

    BenchPlaneCommand(Terminal terminal, Shutdown shutdown) {
        this.terminal = terminal;
        this.shutdown = shutdown;
    }

    @Override
    public Integer call() {
        Transport by = checked();
        Machine.requireFlags();
        boolean sharded = averaging.equals("sharded");
        try (PlaneRanks ranks = new PlaneRanks(by, workers, floats, bucketLength, sharded)) {
            shutdown.onRequest(ranks::stop);
            List<PlaneRank.Figures> all = ranks.measure();
            if (json) {
                terminal.line(toJson(all));
            } else {
                print(all);
            }
            requireCorrect(all);
            return ExitCode.DONE;
        } catch (WorkerEndedException ended) {
            throw new CommandFailure(
                    ExitCode.RUN_FAILED, String.valueOf(ended.getMessage()), ended);
        }
    }

    static void requireCorrect(List<PlaneRank.Figures> all) {
        String wrong =
                all.stream()
                        .filter(figures -> !figures.correct())
                        .map(figures -> Figures.count(figures.floats()))
                        .collect(Collectors.joining(" and of "));
        if (!wrong.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.RUN_FAILED,
                    "sums of "
                            + wrong
                            + " floats are wrong: they differ from the same additions in one"
                            + " process; check this machine's memory, or report a fault of glissade"
                            + " with this command line");
        }
    }

    private Transport checked() {
        if (workers < 2 || workers > MOST_WORKERS) {
            throw refused("--workers " + workers + ": expected a whole number from 2 to 64");
        }
        for (int length : floats) {
            if (length < 2 || length > MOST_FLOATS) {
                throw refused(
                        "--floats " + length + ": expected whole numbers from 2 to 100000000");
            }
        }
        if (bucketLength < Buckets.BLOCK
                || bucketLength % Buckets.BLOCK != 0
                || bucketLength > MOST_BUCKET) {
            throw refused(
                    "--bucket " + bucketLength + ": expected a multiple of 4096 up to 268435456");
        }
        if (!averaging.equals("star") && !averaging.equals("sharded")) {
            throw refused("--averaging " + averaging + ": expected star or sharded");
        }
        if (!transport.equals("ipc") && !transport.equals("udp")) {
            throw refused("--transport " + transport + ": expected ipc or udp");
        }
        return Transport.of(transport);
    }

    private static CommandFailure refused(String message) {
        return new CommandFailure(ExitCode.BAD_INPUT, message);
    }

    private static double gigabytesPerSecond(PlaneRank.Figures figures) {
        return (double) figures.floats() * Float.BYTES / figures.medianNs();
    }

    private void print(List<PlaneRank.Figures> all) {
        terminal.line(
                String.format(
                        Locale.ROOT,
                        "%-30s %11s %11s %8s %8s",
                        workers + " workers, " + averaging + ", " + transport,
                        "median ms",
                        "p99 ms",
                        "GB/s",
                        "sums"));
        for (PlaneRank.Figures figures : all) {
            terminal.line(
                    String.format(
                            Locale.ROOT,
                            "%-30s %11.4f %11.4f %8.2f %8s",
                            Figures.count(figures.floats()) + " floats",
                            figures.medianNs() / 1e6,
                            figures.p99Ns() / 1e6,
                            gigabytesPerSecond(figures),
                            figures.correct() ? "correct" : "WRONG"));
        }
    }

    private String toJson(List<PlaneRank.Figures> all) {
        ObjectNode root = new JsonMapper().createObjectNode();
        ArrayNode results = root.putArray("results");
        for (PlaneRank.Figures figures : all) {
            ObjectNode result = results.addObject();
            result.put("floats", figures.floats());
            result.put("workers", workers);
            result.put("averaging", averaging);
            result.put("transport", transport);
            result.put("bucket", bucketLength);
            result.put("median_ms", figures.medianNs() / 1e6);
            result.put("p99_ms", figures.p99Ns() / 1e6);
            result.put("gb_per_s", gigabytesPerSecond(figures));
            result.put("correct", figures.correct());
        }
        return root.toPrettyString();
    }
}
