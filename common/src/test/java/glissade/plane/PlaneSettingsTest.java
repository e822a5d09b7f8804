package glissade.plane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PlaneSettingsTest {
    @ParameterizedTest
    @EnumSource
    void shouldHoldTheLongestFrameInOneMessage(Transport transport) {
        PlaneSettings settings = PlaneSettings.of(transport);

        assertThat(settings.mtuLength()).isGreaterThan(FrameDescriptor.MAX_FRAME_LENGTH + 32);
        assertThat(settings.termLength() / 8).isGreaterThan(settings.mtuLength());
        assertThat(Transport.of(transport.optionName())).isEqualTo(transport);
    }

    @Test
    void shouldRefuseToCutMessagesOverIpc() {
        assertThatThrownBy(() ->
                        new PlaneSettings(Transport.IPC, "127.0.0.1", 1 << 20, 8_192, 1 << 18, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "mtuLength must be a multiple of 32 from 32864 to 65504 over ipc: mtuLength=8192");
    }

    @Test
    void shouldSendShorterDatagramsWhenOtherMachinesAreReached() {
        PlaneSettings here = PlaneSettings.of(Transport.UDP, 2);
        PlaneSettings network = here.at("192.0.2.7");

        assertThat(here.fragments()).isEqualTo(1);
        assertThat(here.at("localhost")).isEqualTo(here);
        assertThat(here.at("::1")).isEqualTo(here);
        assertThat(network.host()).isEqualTo("192.0.2.7");
        assertThat(network.mtuLength()).isEqualTo(1_408);
        assertThat(network.fragments()).isEqualTo(24);
        assertThat(network.over(Transport.IPC).over(Transport.UDP)).isEqualTo(network);
        assertThat(network.over(Transport.IPC).fragments()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "IPC", "tcp", "auto"})
    void shouldRefuseTransportWhenThereIsNone(String name) {
        assertThatThrownBy(() -> Transport.of(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown transport: transport=" + name + ", expected ipc or udp");
    }

    @ParameterizedTest
    @CsvSource({
        "524288, 65504, 131072, termLength must be a power of two of 1 MiB to 64 MiB",
        "3145728, 65504, 131072, termLength must be a power of two of 1 MiB to 64 MiB",
        "1048576, 1376, 131072, mtuLength must be a multiple of 32 from 1408 to 65504 over udp",
        "1048576, 65505, 131072, mtuLength must be a multiple of 32 from 1408 to 65504 over udp",
        "1048576, 65504, 1048576, windowLength must lie between the mtu and half a term",
        "1048576, 65504, 4096, windowLength must lie between the mtu and half a term"
    })
    void shouldRefuseSizesWhenTheyDoNotFitEachOther(
            int termLength, int mtuLength, int windowLength, String message) {
        assertThatThrownBy(() ->
                        new PlaneSettings(
                                Transport.UDP, "127.0.0.1", termLength, mtuLength, windowLength, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void shouldDrawDifferentSessionsWhenAskedOften() {
        SessionIds sessions = new SessionIds();
        Set<Integer> drawn = new HashSet<>();

        for (int i = 0; i < 100; i++) {
            drawn.add(sessions.next());
        }

        // Two of a hundred are the same once in a million runs.
        assertThat(drawn).hasSizeGreaterThan(98).doesNotContain(-1);
    }
}
