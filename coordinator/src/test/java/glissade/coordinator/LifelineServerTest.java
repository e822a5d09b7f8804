package glissade.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LifelineServerTest {

    private final BlockingQueue<Integer> lost = new LinkedBlockingQueue<>();

    private static Socket connect(LifelineServer server, long token) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        new DataOutputStream(socket.getOutputStream()).writeLong(token);
        return socket;
    }

    @Test
    void shouldTellWhoseLifelineHasEnded() throws Exception {
        try (LifelineServer server = new LifelineServer("127.0.0.1", lost::add)) {
            server.expect(42, 3);
            connect(server, 42).close();

            assertThat(lost.poll(10, TimeUnit.SECONDS)).isEqualTo(3);
        }
    }

    @Test
    void shouldHangUpOnAStrangerAndSayNothing() throws Exception {
        try (LifelineServer server = new LifelineServer("127.0.0.1", lost::add)) {
            server.expect(42, 3);
            try (Socket stranger = connect(server, 43)) {
                assertThat(stranger.getInputStream().read()).isEqualTo(-1);
            }

            assertThat(lost).isEmpty();
        }
    }

    @Test
    void shouldTakeATokenOnce() throws Exception {
        try (LifelineServer server = new LifelineServer("127.0.0.1", lost::add)) {
            server.expect(42, 3);
            try (Socket worker = connect(server, 42)) {
                // The second answer shows that the first token was taken: both were read in order
                // or refused.
                try (Socket copy = connect(server, 42)) {
                    worker.setSoTimeout(10_000);
                    copy.setSoTimeout(10_000);
                    assertThat(eitherEnds(worker, copy)).isTrue();
                }
            }
        }
    }

    /** One of two sockets with the same token is hung up on, whichever was read second. */
    private static boolean eitherEnds(Socket first, Socket second) throws Exception {
        BlockingQueue<Boolean> ends = new LinkedBlockingQueue<>();
        for (Socket socket : new Socket[] {first, second}) {
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            ends.add(socket.getInputStream().read() == -1);
                        } catch (IOException e) {
                            ends.add(false);
                        }
                    });
        }
        return Boolean.TRUE.equals(ends.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void shouldEndTheWorkersSideWhenItCloses() throws Exception {
        Socket worker;
        try (LifelineServer server = new LifelineServer("127.0.0.1", lost::add)) {
            server.expect(42, 0);
            worker = connect(server, 42);
        }

        try (worker) {
            worker.setSoTimeout(10_000);
            int end;
            try {
                end = worker.getInputStream().read();
            } catch (IOException reset) {
                end = -1;
            }
            assertThat(end).isEqualTo(-1);
        }
        assertThat(lost).isEmpty();
    }
}
