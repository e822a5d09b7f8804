package glissade.local;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class LauncherLifelineTest {

    @Test
    void shouldTellOfTheEndWhenTheLauncherLetsGo() throws IOException, InterruptedException {
        PipedInputStream lifeline = new PipedInputStream();
        PipedOutputStream launcher = new PipedOutputStream(lifeline);
        CountDownLatch ended = new CountDownLatch(1);
        LauncherLifeline.watch(lifeline, ended::countDown);

        launcher.close();

        Assertions.assertThat(ended.await(5, TimeUnit.SECONDS)).isTrue();
    }
}
