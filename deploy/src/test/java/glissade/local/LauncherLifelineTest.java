package glissade.local;

import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class LauncherLifelineTest {

    @Test
    void shouldTellTheAddressAndOfTheEndWhenTheLauncherLetsGo() throws Exception {
        PipedInputStream lifeline = new PipedInputStream();
        PipedOutputStream launcher = new PipedOutputStream(lifeline);
        CountDownLatch ended = new CountDownLatch(1);
        CompletableFuture<String> address = new CompletableFuture<>();
        LauncherLifeline.watch(lifeline, address::complete, ended::countDown);

        launcher.write("127.0.0.1:4711\n".getBytes(StandardCharsets.UTF_8));
        launcher.close();

        Assertions.assertThat(address.get(5, TimeUnit.SECONDS)).isEqualTo("127.0.0.1:4711");
        Assertions.assertThat(ended.await(5, TimeUnit.SECONDS)).isTrue();
    }
}
