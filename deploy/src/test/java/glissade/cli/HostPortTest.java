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
        assertThat(HostPort.parse("--bind", "127.0.0.1:25520", 0, false))
                .isEqualTo(new HostPort("127.0.0.1", 25_520));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "127.0.0.1", ":25520", "127.0.0.1:", "127.0.0.1:65536", "a:-1"})
    void shouldRefuseWhenItIsNoAddress(String text) {
        assertThatThrownBy(() -> HostPort.parse("--bind", text, 0, false))
                .isInstanceOf(CommandFailure.class)
                .hasMessage(
                        "--bind: expected HOST:PORT with a port from 0 to 65535, found \""
                                + text
                                + "\"; for example 127.0.0.1:25520");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:1", "192.0.2.1:1", "[::]:1"})
    void shouldRefuseWhenOtherMachinesCouldReachIt(String text) {
        assertThatThrownBy(() -> HostPort.parse("--bind", text, 0, false))
                .isInstanceOf(CommandFailure.class)
                .hasMessage(
                        "--bind: "
                                + text
                                + " can be reached from other machines, and what travels is not"
                                + " protected yet; use 127.0.0.1:1, or --insecure where everybody on"
                                + " the network is trusted");
    }

    @Test
    void shouldTakeAnAddressThatOtherMachinesReachWhenThatIsWanted() {
        HostPort address = HostPort.parse("--bind", "192.0.2.1:1", 1, true);

        assertThat(address).isEqualTo(new HostPort("192.0.2.1", 1));
        assertThat(address.onLoopback()).isFalse();
        assertThat(address.insecureOption()).isEqualTo(" --insecure");
        assertThat(new HostPort("127.0.0.1", 1).insecureOption()).isEmpty();
        assertThat(HostPort.parse("--bind", "127.0.0.1:1", 1, true).onLoopback()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:1", "[::]:1", "[2001:db8::1]:1"})
    void shouldRefuseWhenNobodyCanBeToldTheAddress(String text) {
        assertThatThrownBy(() -> HostPort.parse("--bind", text, 0, true))
                .isInstanceOf(CommandFailure.class)
                .hasMessage(
                        "--bind: expected one IPv4 address at which the others can be reached, found \""
                                + text
                                + "\"; for example that of a network interface");
    }

    @Test
    void shouldTellTheOwnAddressOnTheWayToAnother() {
        assertThat(new HostPort("127.0.0.1", 1).ownAddress()).isEqualTo("127.0.0.1");
    }

    @Test
    void shouldRefuseAnOwnAddressWhenItIsNoneOfThisMachine() {
        HostPort loopback = new HostPort("127.0.0.1", 1);

        assertThat(HostPort.parseOwn("--bind", "127.0.0.1", loopback)).isEqualTo("127.0.0.1");
        assertThatThrownBy(() -> HostPort.parseOwn("--bind", "192.0.2.1", loopback))
                .isInstanceOf(CommandFailure.class)
                .hasMessage(
                        "--bind: nobody can be reached at 127.0.0.1 from 192.0.2.1; use 127.0.0.1");
        assertThatThrownBy(() -> HostPort.parseOwn("--bind", "127.0.0.200", loopback))
                .isInstanceOf(CommandFailure.class)
                .hasMessageStartingWith("--bind: 127.0.0.200 is no address of this machine; use ");
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
