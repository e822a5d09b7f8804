package glissade.worker;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.protocol.LifelineOffer;
import java.io.DataInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LifelineTest {

    private static final long TOKEN = 42;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    private final Lifeline.Listener listener =
            new Lifeline.Listener() {
                @Override
                public void letGo() {
                    heard.add("let go");
                }

                @Override
                public void lost() {
                    heard.add("lost");
                }
            };

    /** What a worker hears when the coordinator says this byte, or nothing, and hangs up. */
    private @Nullable String heardAfter(int... said) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Lifeline lifeline =
                        new Lifeline(
                                new LifelineOffer("127.0.0.1", server.getLocalPort(), TOKEN),
                                listener)) {
            try (Socket coordinator = server.accept()) {
                assertThat(new DataInputStream(coordinator.getInputStream()).readLong())
                        .isEqualTo(TOKEN);
                for (int word : said) {
                    coordinator.getOutputStream().write(word);
                }
            }
            String word = heard.poll(10, TimeUnit.SECONDS);
            assertThat(lifeline).isNotNull();
            return word;
        }
    }

    @Test
    void shouldHearAFarewellBeforeTheEnd() throws Exception {
        assertThat(heardAfter(LifelineOffer.FAREWELL)).isEqualTo("let go");
        assertThat(heard).isEmpty();
    }

    @Test
    void shouldTakeAnEndWithoutFarewellForTheCoordinatorsDeath() throws Exception {
        assertThat(heardAfter()).isEqualTo("lost");
    }

    @Test
    void shouldHearNothingOfAnEndOfItsOwn() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Lifeline lifeline =
                    new Lifeline(
                            new LifelineOffer("127.0.0.1", server.getLocalPort(), TOKEN), listener);
            try (Socket coordinator = server.accept()) {
                new DataInputStream(coordinator.getInputStream()).readLong();
                lifeline.close();
                assertThat(coordinator.getInputStream().read()).isEqualTo(-1);
            }
        }
        assertThat(heard.poll(100, TimeUnit.MILLISECONDS)).isNull();
    }
}
