package glissade.plane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlaneEndpointTest {
    private static final String HERE = "127.0.0.1";
    private static final String NETWORK = "192.0.2.7";

    @Test
    void shouldReadAddressWhenItIsOnLoopback() {
        assertThat(PlaneEndpoint.parse("127.0.0.1:4711", HERE)).hasToString("127.0.0.1:4711");
        assertThat(PlaneEndpoint.parse("localhost:1", HERE)).hasToString("127.0.0.1:1");
    }

    @Test
    void shouldReadAddressOfAnotherMachineWhenThePlaneLeavesThisOne() {
        assertThat(PlaneEndpoint.parse("192.0.2.8:4711", NETWORK)).hasToString("192.0.2.8:4711");
        assertThat(PlaneEndpoint.parse("255.255.255.255:65535", NETWORK).port()).isEqualTo(65_535);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.5:4711", "0.0.0.0:4711", "example.org:1", "127.0.0.1|x=y:1"})
    void shouldRefuseAddressWhenItIsNotOnLoopback(String endpoint) {
        assertThatThrownBy(() -> PlaneEndpoint.parse(endpoint, HERE))
                .isInstanceOf(PlaneAddressException.class)
                .hasMessage(
                        "the gradient plane stays on this machine unless it is told otherwise: host="
                                + endpoint.substring(0, endpoint.lastIndexOf(':'))
                                + ", expected 127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.org:1",
                "10.0.0.5|x=y:1",
                "10.0.0:1",
                "10.0.0.256:1",
                "010.0.0.1:1",
                "::1:1",
                "127.0.0.2:1"
            })
    void shouldRefuseAddressWhenItIsNoPlainOne(String endpoint) {
        assertThatThrownBy(() -> PlaneEndpoint.parse(endpoint, NETWORK))
                .isInstanceOf(PlaneAddressException.class)
                .hasMessage(
                        "the gradient plane needs an IPv4 address: host="
                                + endpoint.substring(0, endpoint.lastIndexOf(':'))
                                + ", expected one like 192.0.2.7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", ":4711"})
    void shouldRefuseAddressWhenItIsMalformed(String endpoint) {
        assertThatThrownBy(() -> PlaneEndpoint.parse(endpoint, HERE))
                .isInstanceOf(PlaneAddressException.class)
                .hasMessage("an endpoint of the gradient plane is host:port: endpoint=" + endpoint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:0", "127.0.0.1:-1", "127.0.0.1:65536"})
    void shouldRefuseAddressWhenThePortIsNone(String endpoint) {
        assertThatThrownBy(() -> PlaneEndpoint.parse(endpoint, HERE))
                .isInstanceOf(PlaneAddressException.class)
                .hasMessage(
                        "a port of the gradient plane lies between 1 and 65535: port="
                                + endpoint.substring(endpoint.lastIndexOf(':') + 1));
    }
}
