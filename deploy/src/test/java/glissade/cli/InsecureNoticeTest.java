package glissade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InsecureNoticeTest {

    private static final String WORDS =
            "glissade: warning: with --insecure nothing is encrypted or authenticated: whoever reaches"
                    + " 192.0.2.1 can read the data and change the model";

    @Test
    void shouldWarnAgainAndAgain() throws InterruptedException {
        CountDownLatch lines = new CountDownLatch(3);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream err =
                new PrintStream(said, true, StandardCharsets.UTF_8) {
                    @Override
                    public void println(String line) {
                        super.println(line);
                        lines.countDown();
                    }
                };

        try (InsecureNotice _ =
                InsecureNotice.of(
                        terminal(err), new HostPort("192.0.2.1", 1), Duration.ofMillis(1))) {
            assertThat(lines.await(20, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(said.toString(StandardCharsets.UTF_8).lines().limit(3)).containsOnly(WORDS);
    }

    @Test
    void shouldSayNothingWhereOnlyThisMachineIsReached() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();

        try (InsecureNotice _ =
                InsecureNotice.of(
                        terminal(new PrintStream(said, true, StandardCharsets.UTF_8)),
                        new HostPort("127.0.0.1", 1))) {
            assertThat(said.size()).isZero();
        }
    }

    private static Terminal terminal(PrintStream err) {
        return new Terminal(new PrintStream(OutputStream.nullOutputStream()), err, 0, false);
    }
}
