package glissade.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import glissade.plane.ChildJvm;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RunLockTest {

    private static final String TAKEN = "taken";

    @TempDir Path temp;

    private Path root;

    @BeforeEach
    void makeRun() throws IOException {
        root = Files.createDirectory(temp.resolve("run"));
        Files.createFile(root.resolve("run.conf"));
    }

    private RunLock lock() {
        return RunDirectory.open(root).lock();
    }

    /** What another process gets that wants the lock. */
    private String other() throws IOException {
        return ChildJvm.output(ChildJvm.start(ChildJvm.command(Other.class, root.toString())));
    }

    static final class Other {
        private Other() {}

        public static void main(String[] arguments) {
            try (RunLock _ = RunDirectory.open(Path.of(arguments[0])).lock()) {
                System.out.print(TAKEN);
            } catch (ConfigurationException refused) {
                System.out.print(refused.getMessage());
            }
        }
    }

    @Test
    void shouldStayTakenForOtherProcessesAfterARefusalInThisOne() throws Exception {
        Path link = Files.createSymbolicLink(temp.resolve("link"), root);

        try (RunLock _ = lock()) {
            for (Path way : new Path[] {root, link}) {
                assertThatThrownBy(() -> RunDirectory.open(way).lock())
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageStartingWith(way + ": this run goes on already");
            }
            assertThat(other()).startsWith(root + ": this run goes on already");
        }

        assertThat(other()).isEqualTo(TAKEN);
    }

    /** As with two class loaders that know nothing of each other. */
    @Test
    void shouldNotBreakALockOfThisProcessThatItDoesNotKnow() throws Exception {
        try (FileChannel stranger =
                FileChannel.open(
                        root.resolve("run.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE)) {
            stranger.lock();

            assertThatThrownBy(this::lock).isInstanceOf(ConfigurationException.class);

            assertThat(other()).startsWith(root + ": this run goes on already");
        }
    }

    @Test
    void shouldGiveUpNoLaterLockWhenClosedTwice() {
        RunLock first = lock();
        first.close();
        try (RunLock _ = lock()) {
            first.close();

            assertThatThrownBy(this::lock).isInstanceOf(ConfigurationException.class);
        }
    }

    @Test
    void shouldSayWhatToDoAboutALockThatNobodyHas() {
        try (RunLock _ = lock()) {
            assertThatThrownBy(this::lock)
                    .hasMessage(
                            "%s: this run goes on already, in another process or in this one; wait"
                                    + " for its end, or end it, and try again; if no such process"
                                    + " exists on any machine, delete %s",
                            root, root.resolve("run.lock"));
        }
    }

    @Test
    void shouldSayWhatToDoAboutADirectoryThatCannotBeWrittenTo() throws Exception {
        Path file = Files.createDirectory(root.resolve("run.lock"));

        assertThatThrownBy(this::lock)
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "%s: cannot be written: Is a directory; make the directory writable, or copy"
                                + " the run to one that is",
                        file);
    }
}
