package glissade.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {

    @Test
    void shouldReadHostAndPort() {
        assertThat(HostPort.parseLoopback("--bind", "127.0.0.1:25520", 0))
                .isEqualTo(new HostPort("127.0.0.1", 25_520));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "127.0.0.1", ":25520", "127.0.0.1:", "127.0.0.1:65536", "a:-1"})
    void shouldRefuseWhenItIsNoAddress(String text) {
        assertThatThrownBy(() -> HostPort.parseLoopback("--bind", text, 0))
                .isInstanceOf(CommandFailure.class)
                .hasMessage(
                        "--bind: expected HOST:PORT with a port from 0 to 65535, found \""
                                + text
                                + "\"; for example 127.0.0.1:25520");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:1", "192.0.2.1:1", "[::]:1"})
    void shouldRefuseWhenOtherMachinesCouldReachIt(String text) {
        assertThatThrownBy(() -> HostPort.parseLoopback("--bind", text, 0))
                .isInstanceOf(CommandFailure.class)
                .hasMessage(
                        "--bind: "
                                + text
                                + " can be reached from other machines, and what travels is not"
                                + " protected yet; use 127.0.0.1:1");
    }

    @Test
    void shouldRefuseAPortWhenSomebodyListensThere() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HostPort address = new HostPort("127.0.0.1", taken.getLocalPort());

            assertThatThrownBy(() -> address.requireFree("--bind"))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageStartingWith("--bind: cannot listen on " + address)
                    .hasMessageEndingWith("; use another port, or port 0 for any free one");
        }
    }

    @Test
    void shouldTellWhetherSomebodyAnswers() throws IOException {
        HostPort address;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = new HostPort("127.0.0.1", server.getLocalPort());

            assertThat(address.answersWithin(0)).isTrue();
        }
        assertThat(address.answersWithin(0)).isFalse();
    }
}
