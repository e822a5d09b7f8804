package glissade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that are stopped or killed: what they leave, and how they go on. */
@Tag("slow")
@Timeout(180)
class InterruptionTest {

    private static final String LONG_RUN =
            "train --data digits:4000 --model 784-32-10 --epochs 5000";
    private static final String RANGE_TEST =
            "lr-find --data digits:4000 --model 784-32-10 --to 1e-6 --steps 1000000";
    private static final Pattern OFFER = Pattern.compile("worker --coordinator (\\S+)\\s");
    private static final long MOST_SECONDS = 60;
    private static final long POLL_NS = 20_000_000;
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    @TempDir Path directory;

    @Test
    void shouldReachTheBitsOfARunThatWasNeverStoppedWhenResumed()
            throws IOException, InterruptedException {
        Cli cli = new Cli(directory);
        String options = "--data digits:4000 --model 784-32-10 --epochs 12 --name ";
        Process stopped = start(cli, "train " + options + "stopped");
        awaitEpoch(2);

        signal("INT", stopped);

        assertThat(stopped.waitFor(MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(stopped.exitValue()).as(err()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(err())
                .contains("stopped on request after step ")
                .contains("; go on with: glissade resume runs/stopped");
        Cli.Result resumed = cli.run("resume", "runs/stopped", "--workers", "1", "--json");
        Cli.Result whole = cli.run(("train --json " + options + "whole").split(" "));
        assertThat(resumed.exitCode()).as(resumed.toString()).isEqualTo(ExitCode.DONE);
        assertThat(whole.exitCode()).as(whole.toString()).isEqualTo(ExitCode.DONE);
        assertThat(hash(resumed)).isEqualTo(hash(whole));
    }

    @Test
    void shouldGoOnWithWorkersThatComeToItsAddress() throws IOException, InterruptedException {
        Cli cli = new Cli(directory);
        String options = "--data digits:4000 --model 784-32-10 --epochs 20 --name ";
        Process stopped = start(cli, "coordinator --bind 127.0.0.1:0 " + options + "apart");
        List<Process> first = join(cli, "first");
        awaitEpoch(2);

        signal("INT", stopped);

        assertThat(stopped.waitFor(MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(stopped.exitValue()).as(err()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(err()).contains("; go on with: glissade resume runs/apart --bind 127.0.0.1:0\n");
        for (Process worker : first) {
            assertThat(worker.waitFor(MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
        Process resumed = start(cli, "resume runs/apart --json --bind 127.0.0.1:0");
        List<Process> second = join(cli, "second");
        assertThat(resumed.waitFor(MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(resumed.exitValue()).as(err()).isEqualTo(ExitCode.DONE);
        for (Process worker : second) {
            assertThat(worker.waitFor(MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(worker.exitValue()).isEqualTo(ExitCode.DONE);
        }
        Cli.Result whole = cli.run(("train --json --workers 1 " + options + "whole").split(" "));
        assertThat(new JsonMapper().readTree(read("out")).get("parameters_sha256").asText())
                .isEqualTo(hash(whole));
    }

    /** Two workers that come to where the coordinator says. */
    private List<Process> join(Cli cli, String name) throws IOException {
        Pattern address = Pattern.compile("worker --coordinator (\\S+)");
        await(() -> address.matcher(read("out") + read("err")).find());
        Matcher found = address.matcher(read("out") + read("err"));
        assertThat(found.find()).isTrue();
        List<Process> workers = new ArrayList<>();
        for (int number = 0; number < 2; number++) {
            Path output = directory.resolve(name + number);
            workers.add(
                    cli.start(Map.of(), output, output, "worker", "--coordinator", found.group(1)));
        }
        return workers;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--averaging star", "--averaging sharded", "--gradient-threshold 0.005"})
    void shouldReachTheBitsOfAWholeRunWhenResumedAfterAWorkerWasKilled(String more)
            throws IOException, InterruptedException {
        Cli cli = new Cli(directory);
        String options = more + " --data digits:4000 --model 784-32-10 --epochs 40 --name ";
        Process killed = start(cli, "train " + options + "killed");
        awaitEpoch(2);

        workers(killed).getLast().destroyForcibly();

        assertThat(killed.waitFor(MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(killed.exitValue()).as(err()).isEqualTo(ExitCode.RUN_FAILED);
        Cli.Result resumed = cli.run("resume", "runs/killed", "--json");
        Cli.Result whole = cli.run(("train --json --workers 1 " + options + "whole").split(" "));
        assertThat(resumed.exitCode()).as(resumed.toString()).isEqualTo(ExitCode.DONE);
        assertThat(hash(resumed)).isEqualTo(hash(whole));
    }

    @ParameterizedTest
    @ValueSource(strings = {"star", "sharded"})
    void shouldNameTheWorkerAndWhatKilledItWhenOneIsKilled(String averaging)
            throws IOException, InterruptedException {
        Process run = start(new Cli(directory), LONG_RUN + " --averaging " + averaging);
        awaitEpoch(1);
        List<ProcessHandle> workers = workers(run);

        workers.getLast().destroyForcibly();

        assertThat(run.waitFor(MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(run.exitValue()).as(err()).isEqualTo(ExitCode.RUN_FAILED);
        assertThat(err())
                .containsPattern("glissade: worker w[01] .* was lost at step [0-9]+")
                .contains("was killed by SIGKILL (signal 9)");
        assertNothingLives(run, workers);
    }

    @Test
    void shouldLeaveNoProcessAndNoSharedMemoryWhenTheLauncherIsKilled()
            throws IOException, InterruptedException {
        Process run = start(new Cli(directory), LONG_RUN);
        awaitEpoch(1);
        List<ProcessHandle> workers = workers(run);
        assertThat(workers).hasSize(2);

        run.destroyForcibly();

        assertNothingLives(run, workers);
    }

    /** Nobody started it who could clear up after it. */
    @Test
    void shouldLeaveNoSharedMemoryWhenAWorkerStartedByHandIsStopped()
            throws IOException, InterruptedException {
        Cli cli = new Cli(directory);
        String role = "coordinator --bind 127.0.0.1:0 --workers 1 --transport udp";
        Process coordinator = start(cli, LONG_RUN.replace("train", role));
        await(() -> OFFER.matcher(read("out")).find());
        Matcher offer = OFFER.matcher(read("out"));
        assertThat(offer.find()).isTrue();
        Process worker =
                cli.start(
                        Map.of(),
                        directory.resolve("worker-out"),
                        directory.resolve("worker-err"),
                        "worker",
                        "--coordinator",
                        offer.group(1));
        awaitEpoch(1);
        assertThat(sharedMemory(worker.pid())).isNotEmpty();

        signal("INT", worker);

        assertThat(worker.waitFor(MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(worker.exitValue()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(read("worker-err")).contains("glissade: stopped on request\n");
        assertThat(sharedMemory(worker.pid())).isEmpty();
        assertThat(coordinator.waitFor(MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(coordinator.exitValue()).isEqualTo(ExitCode.RUN_FAILED);
    }

    @Test
    void shouldNotWaitForTheRunWhenCtrlCComesTwice() throws IOException, InterruptedException {
        Process run = start(new Cli(directory), LONG_RUN);
        awaitEpoch(1);
        List<ProcessHandle> workers = workers(run);
        // Workers that do not answer: the first Ctrl-C alone would wait for them.
        for (ProcessHandle worker : workers) {
            signal("STOP", worker.pid());
        }

        // Signals that follow too closely may be taken for one.
        int signals = 0;
        do {
            signal("INT", run);
            signals++;
        } while (!run.waitFor(500, TimeUnit.MILLISECONDS));

        assertThat(signals).isBetween(2, 10);
        assertThat(run.exitValue()).isEqualTo(ExitCode.INTERRUPTED);
        for (ProcessHandle worker : workers) {
            signal("CONT", worker.pid());
        }
        assertNothingLives(run, workers);
    }

    @Test
    void shouldNotOfferToResumeARangeTest() throws IOException, InterruptedException {
        Process run = start(new Cli(directory), RANGE_TEST);
        await(() -> read("out").contains("workers  "));
        List<ProcessHandle> workers = workers(run);

        signal("INT", run);

        assertThat(run.waitFor(MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(run.exitValue()).as(err()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(err()).endsWith("; begin anew with: glissade lr-find\n");
        assertNothingLives(run, workers);
    }

    private Process start(Cli cli, String arguments) throws IOException {
        return cli.start(
                Map.of(), directory.resolve("out"), directory.resolve("err"), arguments.split(" "));
    }

    private void awaitEpoch(int epoch) {
        await(() -> read("out").contains(" " + epoch + "/"));
    }

    private String err() {
        return read("err");
    }

    private String read(String name) {
        try {
            return Files.readString(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<ProcessHandle> workers(Process run) {
        return run.children().toList();
    }

    private static void assertNothingLives(Process run, List<ProcessHandle> workers) {
        await(() -> workers.stream().noneMatch(ProcessHandle::isAlive));
        await(() -> sharedMemory(run.pid()).isEmpty());
    }

    /** Directories of the gradient plane that the process made. */
    private static List<Path> sharedMemory(long pid) {
        try (Stream<Path> entries = Files.list(SHARED_MEMORY)) {
            return entries.filter(path -> path.getFileName().toString().contains("-" + pid + "-"))
                    .filter(path -> path.getFileName().toString().startsWith("glissade-"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadlineNs).as("waited too long").isNegative();
            LockSupport.parkNanos(POLL_NS);
        }
    }

    private static void signal(String name, Process process)
            throws IOException, InterruptedException {
        signal(name, process.pid());
    }

    private static void signal(String name, long pid) throws IOException, InterruptedException {
        int exitCode =
                new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).start().waitFor();
        assertThat(exitCode).isZero();
    }

    private static String hash(Cli.Result result) throws IOException {
        return new JsonMapper().readTree(result.out()).get("parameters_sha256").asText();
    }
}
