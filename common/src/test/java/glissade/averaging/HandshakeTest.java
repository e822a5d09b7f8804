package glissade.averaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is asked of the user depends on the way that a greeting would have come. */
class HandshakeTest {

    private static final String MISSING = "no greeting on the gradient plane from worker rank ";

    @Test
    void shouldAskForSharedMemoryWhereGreetingsComeThroughIt() {
        Handshake handshake = new Handshake(List.of("", "10.0.0.2:4000", ""));
        handshake.greet(1);

        assertThat(handshake.overdue("120 s"))
                .isEqualTo(
                        MISSING
                                + "0, 2 within 120 s: is the machine overloaded, or /dev/shm not"
                                + " shared with the workers?");
    }

    @Test
    void shouldNameTheAddressWhereGreetingsComeOverUdp() {
        Handshake handshake = new Handshake(List.of("", "10.0.0.2:4000", "10.0.0.3:4001"));
        handshake.greet(0);

        assertThat(handshake.overdue("120 s"))
                .isEqualTo(
                        MISSING
                                + "1, 2 within 120 s: is the machine overloaded, or UDP to"
                                + " 10.0.0.2:4000, 10.0.0.3:4001 blocked?");
    }

    @Test
    void shouldAskForBothWhereSomeAreMissingOfEither() {
        Handshake handshake = new Handshake(List.of("", "10.0.0.2:4000"));

        assertThat(handshake.overdue("60 s"))
                .isEqualTo(
                        MISSING
                                + "0, 1 within 60 s: is the machine overloaded, or /dev/shm not"
                                + " shared with the workers, or UDP to 10.0.0.2:4000 blocked?");
    }
}
