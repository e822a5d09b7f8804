package glissade.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import glissade.cli.ImpairedNetwork.Impairment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Training over a bad network gives the bits of an undisturbed run, and says nothing of it. Roles
 * are processes in two network namespaces; those of the second have shared memory of their own, as
 * on another machine. {@code -Dtests.seed} repeats a link's fates.
 */
@Tag("faults")
@Timeout(240)
class ImpairedNetworkTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SEED = Long.getLong("tests.seed", System.nanoTime() & 0xFFFF_FFFFL);
    private static final Impairment BAD = new Impairment(0.01, 0.01, 0.02, 5);
    private static final long MOST_SECONDS = 150;

    /** The namespace holds nothing else, so the port is free. */
    private static final String COORDINATOR = ImpairedNetwork.FIRST_ADDRESS + ":25520";

    private static final String NOTICE =
            "glissade: warning: with --insecure nothing is encrypted or authenticated: whoever reaches "
                    + ImpairedNetwork.FIRST_ADDRESS
                    + " can read the data and change the model\n";

    private static final List<String> TRAINING =
            List.of(
                    "--data",
                    "digits:640",
                    "--preprocess",
                    "standardize",
                    "--validation",
                    "0.1",
                    "--model",
                    "784-32-10",
                    "--batch",
                    "32",
                    "--slice",
                    "4",
                    "--epochs",
                    "2",
                    "--patience",
                    "5",
                    "--out",
                    "runs",
                    "--json");

    private static final String CHOSEN =
            "\"event\":\"transport_chosen\",\"transport\":\"mixed\",\"memories\":";
    private static final String NAME = "\"[^\",]+\"";

    /** Of a star nobody asks whether its workers share memory with each other. */
    private static final Pattern WITH_THE_COORDINATOR = line("[\"coordinator\",NAME]");

    private static final Pattern TWO_TOGETHER = line("[\"coordinator\",NAME],[NAME,NAME]");

    @TempDir Path temp;

    private final List<Process> processes = new ArrayList<>();

    @BeforeEach
    void requireNamespaces() throws IOException {
        String missing = ImpairedNetwork.missing();
        if (missing == null) {
            try (ImpairedNetwork _ = ImpairedNetwork.open(SEED, BAD)) {
                System.out.println("links of seed " + SEED + " (-Dtests.seed=" + SEED + ")");
                return;
            } catch (ImpairedNetwork.NotPermittedException refused) {
                missing = refused.getMessage();
            }
        }
        System.out.println("left out: " + missing);
        abort(missing);
    }

    @AfterEach
    void endProcesses() {
        processes.forEach(Process::destroyForcibly);
    }

    @ParameterizedTest
    @ValueSource(strings = {"star", "sharded"})
    void shouldTrainTheSameModelOverABadNetwork(String averaging) throws Exception {
        try (ImpairedNetwork network = ImpairedNetwork.open(SEED, BAD)) {
            JsonNode summary =
                    train(
                            averaging,
                            network.inside(0),
                            network.inside(0),
                            network.insideApart(1),
                            network.insideApart(1));
            System.out.println(
                    averaging
                            + " in "
                            + summary.get("wall_seconds")
                            + " s over a link with "
                            + network.end());

            assertThat(summary.get("parameters_sha256")).isEqualTo(undisturbed());
            // The first worker shares the coordinator's memory, and with it a star's averager.
            String transport = averaging.equals("star") ? "mixed" : "udp";
            assertThat(summary.get("transport").asText()).isEqualTo(transport);
            assertThat(summary.get("averaging").asText()).isEqualTo(averaging);
            assertThat(summary.get("failures").asInt()).isZero();
        }
    }

    @Test
    void shouldUseSharedMemoryWhereAllHaveItWhateverTheirAddresses() throws Exception {
        try (ImpairedNetwork network = ImpairedNetwork.open(SEED, BAD)) {
            JsonNode summary =
                    train("sharded", network.inside(0), network.inside(0), network.inside(1));

            assertThat(summary.get("parameters_sha256")).isEqualTo(undisturbed());
            assertThat(summary.get("transport").asText()).isEqualTo("ipc");
        }
    }

    /** One worker beside the coordinator, two that share memory on another machine. */
    @ParameterizedTest
    @ValueSource(strings = {"star", "sharded"})
    void shouldUseSharedMemoryBetweenThoseThatHaveItAndTheNetworkElsewhere(String averaging)
            throws Exception {
        try (ImpairedNetwork network = ImpairedNetwork.open(SEED, BAD)) {
            List<String> other = network.insideTogether(1);
            JsonNode summary = train(averaging, network.inside(0), network.inside(0), other, other);
            System.out.println(
                    averaging
                            + " over both in "
                            + summary.get("wall_seconds")
                            + " s, a link with "
                            + network.end());

            assertThat(summary.get("parameters_sha256")).isEqualTo(undisturbed());
            assertThat(summary.get("transport").asText()).isEqualTo("mixed");
            assertThat(summary.get("averaging").asText()).isEqualTo(averaging);
            assertThat(summary.get("failures").asInt()).isZero();
            assertThat(chosen(summary))
                    .matches(averaging.equals("star") ? WITH_THE_COORDINATOR : TWO_TOGETHER);
        }
    }

    @Test
    void shouldUseSharedMemoryBetweenTheWorkersOfAnotherMachine() throws Exception {
        try (ImpairedNetwork network = ImpairedNetwork.open(SEED, BAD)) {
            List<String> other = network.insideTogether(1);
            JsonNode summary = train("sharded", network.inside(0), other, other);

            assertThat(summary.get("parameters_sha256")).isEqualTo(undisturbed());
            assertThat(summary.get("transport").asText()).isEqualTo("ipc");
        }
    }

    /** What a run has told of who shares memory, without its time. */
    private String chosen(JsonNode summary) throws IOException {
        Path events = temp.resolve("runs").resolve(summary.get("run").asText() + "/events.jsonl");
        return Files.readAllLines(events).stream()
                .filter(line -> line.contains("transport_chosen"))
                .map(line -> line.substring(line.indexOf("\"event\"")))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode undisturbed() throws Exception {
        List<String> arguments = new ArrayList<>(List.of("train", "--workers", "1"));
        arguments.addAll(TRAINING);
        Cli.Result result = new Cli(temp).run(arguments.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.err()).isZero();
        return JSON.readTree(result.out()).get("parameters_sha256");
    }

    /** Trains with a coordinator and workers in these places; nobody may have complained. */
    @SafeVarargs
    private JsonNode train(String averaging, List<String> coordinator, List<String>... workers)
            throws Exception {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "coordinator",
                                "--bind",
                                COORDINATOR,
                                "--insecure",
                                "--workers",
                                Integer.toString(workers.length),
                                "--averaging",
                                averaging));
        arguments.addAll(TRAINING);
        start(coordinator, arguments);
        for (List<String> worker : workers) {
            start(worker, List.of("worker", "--coordinator", COORDINATOR, "--insecure"));
        }
        for (int i = 0; i < processes.size(); i++) {
            boolean ended = processes.get(i).waitFor(MOST_SECONDS, TimeUnit.SECONDS);
            assertThat(ended).as("process %s ended; %s", i, said(i)).isTrue();
        }
        String invitation =
                "glissade: waiting for %d workers: glissade worker --coordinator %s --insecure\n"
                        .formatted(workers.length, COORDINATOR);
        assertThat(Cli.errors(err(0))).containsOnlyOnce(invitation);
        for (int i = 0; i < processes.size(); i++) {
            assertThat(processes.get(i).exitValue()).as(said(i)).isZero();
            // On a machine with much else to do it may come again, after a minute.
            assertThat(Cli.errors(err(i))).startsWith(NOTICE);
            assertThat(Cli.errors(err(i)).replace(NOTICE, "").replace(invitation, "")).isEmpty();
        }
        return JSON.readTree(Files.readString(out(0)));
    }

    private static Pattern line(String groups) {
        String text = Pattern.quote(CHOSEN + "[" + groups + "]}");
        return Pattern.compile(text.replace("NAME", "\\E" + NAME + "\\Q"));
    }

    private void start(List<String> by, List<String> arguments) throws IOException {
        int number = processes.size();
        processes.add(
                new Cli(temp)
                        .start(
                                by,
                                Map.of(),
                                out(number),
                                err(number),
                                arguments.toArray(String[]::new)));
    }

    private String said(int process) throws IOException {
        return Files.readString(out(process)) + Files.readString(err(process));
    }

    private Path out(int process) {
        return temp.resolve(process + ".out");
    }

    private Path err(int process) {
        return temp.resolve(process + ".err");
    }
}
