package glissade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requirement G5: {@code train --restarts} over worker JVMs, as a user sees it. */
@Tag("slow")
@Timeout(300)
class RestartCommandTest {

    private static final long MOST_SECONDS = 120;
    private static final long POLL_NS = 20_000_000;

    @TempDir Path directory;

    @Test
    void shouldPrintTheValleysAndLeaveTheLowestOnesModel() throws Exception {
        Cli cli = new Cli(directory);
        String options =
                "train --data digits:500 --model 784-12-10 --epochs 2 --restarts 3 --name all";

        Cli.Result train = cli.run(options.split(" "));

        assertThat(train.exitCode()).as(train.toString()).isEqualTo(ExitCode.DONE);
        assertThat(train.err()).isEmpty();
        assertThat(train.out())
                .contains("restarts 3 starting points, their initial parameters from seeds 1 to 3")
                .contains("1 worker for each of 2 starting points at once")
                .contains("restart 1/3  seed 1  validation loss ")
                .containsPattern("\n {3}kept [123] +[123] +16 ")
                .contains("next     glissade evaluate runs/all");
        assertThat(run("all").resolve("restarts.csv")).isRegularFile();
        JsonNode kept = json(Files.readString(run("all").resolve("summary.json")));
        Cli.Result evaluate = cli.run("evaluate", "runs/all", "--json");
        assertThat(json(evaluate.out()).get("loss")).isEqualTo(kept.get("test_loss"));
        Cli.Result again = cli.run("resume", "runs/all", "--json");
        assertThat(again.exitCode()).as(again.toString()).isEqualTo(ExitCode.DONE);
        assertThat(json(again.out())).isEqualTo(kept);
        assertThat(kept.get("restarts")).hasSize(3);
        JsonNode row = kept.get("restarts").get(kept.get("kept_restart").asInt() - 1);
        assertThat(row.get("parameters_sha256")).isEqualTo(kept.get("parameters_sha256"));
        assertThat(row.get("distance").asDouble()).isZero();
    }

    @Test
    void shouldStopAllOnCtrlCAndGoOnWithResume() throws Exception {
        Cli cli = new Cli(directory);
        String options = "train --data digits:2000 --model 784-32-10 --restarts 3 --epochs 60";
        Process process =
                cli.start(
                        Map.of(),
                        directory.resolve("out"),
                        directory.resolve("err"),
                        (options + " --name stopped").split(" "));
        Path metrics = run("stopped").resolve("restart-2/metrics.csv");
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
        while (!Files.exists(metrics) || Files.size(metrics) < 10_000) {
            assertThat(System.nanoTime() - deadlineNs).as("waited too long").isNegative();
            LockSupport.parkNanos(POLL_NS);
        }
        List<ProcessHandle> workers = process.children().toList();

        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();

        assertThat(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
        String err = Files.readString(directory.resolve("err"));
        assertThat(process.exitValue()).as(err).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(err)
                .contains("stopped on request: ")
                .contains(" of 3 starting points are trained; go on with: glissade resume runs/");
        assertThat(workers).noneMatch(ProcessHandle::isAlive);
        Cli.Result resumed = cli.run("resume", "runs/stopped", "--json");
        assertThat(resumed.exitCode()).as(resumed.toString()).isEqualTo(ExitCode.DONE);
        Cli.Result whole = cli.run((options + " --name whole --json").split(" "));
        assertThat(hashes(resumed)).hasSize(3).isEqualTo(hashes(whole));
    }

    private Path run(String name) {
        return directory.resolve("runs").resolve(name);
    }

    private static JsonNode json(String text) throws IOException {
        return new JsonMapper().readTree(text);
    }

    private static List<String> hashes(Cli.Result result) throws IOException {
        return json(result.out()).get("restarts").findValuesAsText("parameters_sha256");
    }
}
