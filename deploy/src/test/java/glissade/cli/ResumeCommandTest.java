package glissade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glissade.run.RunConfiguration;
import glissade.run.RunDirectory;
import glissade.run.RunLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What {@code glissade resume} refuses, and how it ends what was cut off at the end. How runs go
 * on: {@link InterruptionTest}.
 */
@Timeout(180)
class ResumeCommandTest {

    @TempDir Path temp;

    /** Until the other process has ended, nobody knows which checkpoint is the newest. */
    @Test
    void shouldNotLookForACheckpointBeforeTheRunIsItsOwn() throws Exception {
        RunDirectory run =
                RunDirectory.create(
                        RunConfiguration.fromHocon("name = begun\nout = \"" + temp + "\"\n"),
                        InstantSource.system());
        Cli cli = new Cli(temp);
        Cli.Result refused;
        try (RunLock _ = run.lock()) {
            refused = cli.run("resume", "begun");
        }

        Cli.Result withoutCheckpoint = cli.run("resume", "begun");

        assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(refused.err()).startsWith("glissade: begun: this run goes on already");
        assertThat(refused.out()).isEmpty();
        assertThat(withoutCheckpoint.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(withoutCheckpoint.err()).startsWith("glissade: begun/checkpoints: ");
    }

    /** A process may be killed between the last checkpoint and the model. */
    @Test
    void shouldWriteTheModelOfARunWhoseStepsAreDone() throws Exception {
        Cli cli = new Cli(temp);
        Cli.Result trained =
                cli.run(
                        "train --data digits:400 --model 784-10 --epochs 1 --workers 1 --name done --json"
                                .split(" ", -1));
        Path run = temp.resolve("runs/done");
        forgetTheEnd(run);

        Cli.Result ended = cli.run("resume", "runs/done", "--json");
        Cli.Result again = cli.run("resume", "runs/done");
        Cli.Result json = cli.run("resume", "runs/done", "--json");
        forgetTheEnd(run);
        Cli.Result forPeople = cli.run("resume", "runs/done");

        assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(ExitCode.DONE);
        assertThat(figures(ended)).isEqualTo(figures(trained));
        assertThat(run.resolve("model.safetensors")).isRegularFile();
        assertThat(again.exitCode()).as(again.toString()).isEqualTo(ExitCode.DONE);
        assertThat(again.out())
                .isEqualTo("runs/done: nothing is left to do, all 7 steps are done\n");
        assertThat(json.out()).isEqualTo(ended.out());
        assertThat(json.err()).isEmpty();
        assertThat(forPeople.out()).contains("time     7 steps were done before; 1 worker");
    }

    private static void forgetTheEnd(Path run) throws IOException {
        Files.delete(run.resolve("model.safetensors"));
        Files.delete(run.resolve("summary.json"));
    }

    private static List<String> figures(Cli.Result result) throws IOException {
        JsonNode summary = new JsonMapper().readTree(result.out());
        return Stream.of("status", "steps", "train_loss", "test_loss", "parameters_sha256")
                .map(name -> summary.get(name).asText())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--insecure | --insecure: has no effect without --bind HOST:PORT; leave it out",
                "--bind 127.0.0.1 | --bind: expected HOST:PORT with a port from 0 to 65535",
                "--bind 192.0.2.1:1 | --bind: 192.0.2.1:1 can be reached from other machines"
            })
    void shouldRefuseAnAddressThatItCannotUse(String options, String message) throws Exception {
        Cli.Result refused = new Cli(temp).run(("resume run " + options).split(" ", -1));

        assertThat(refused.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(refused.err()).contains(message).hasLineCount(1);
    }
}
