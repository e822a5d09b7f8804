package glissade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.run.RunConfiguration;
import glissade.run.RunDirectory;
import glissade.run.RunLock;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code glissade resume} refuses. How runs go on: {@link InterruptionTest}. */
@Timeout(60)
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
}
