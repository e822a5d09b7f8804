package glissade.plane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlaneEndpointTest {
    @Test
    void shouldReadAddressWhenItIsOnLoopback() {
        assertThat(PlaneEndpoint.parse("127.0.0.1:4711")).hasToString("127.0.0.1:4711");
        assertThat(PlaneEndpoint.parse("localhost:1")).hasToString("127.0.0.1:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.5:4711", "0.0.0.0:4711", "example.org:1", "127.0.0.1|x=y:1"})
    void shouldRefuseAddressWhenItIsNotOnLoopback(String endpoint) {
        assertThatThrownBy(() -> PlaneEndpoint.parse(endpoint))
                .isInstanceOf(PlaneAddressException.class)
                .hasMessage(
                        "the gradient plane stays on this machine until its frames are sealed: host="
                                + endpoint.substring(0, endpoint.lastIndexOf(':'))
                                + ", expected 127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", ":4711"})
    void shouldRefuseAddressWhenItIsMalformed(String endpoint) {
        assertThatThrownBy(() -> PlaneEndpoint.parse(endpoint))
                .isInstanceOf(PlaneAddressException.class)
                .hasMessage("an endpoint of the gradient plane is host:port: endpoint=" + endpoint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:0", "127.0.0.1:-1", "127.0.0.1:65536"})
    void shouldRefuseAddressWhenThePortIsNone(String endpoint) {
        assertThatThrownBy(() -> PlaneEndpoint.parse(endpoint))
                .isInstanceOf(PlaneAddressException.class)
                .hasMessage(
                        "a port of the gradient plane lies between 1 and 65535: port="
                                + endpoint.substring(endpoint.lastIndexOf(':') + 1));
    }
}
