package glissade.plane;

import io.aeron.Aeron;
import io.aeron.Subscription;
import io.aeron.exceptions.AeronException;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Opens and names the streams of one Aeron client; over UDP also holds the port that the process
 * receives at. Turns Aeron's exceptions into words.
 */
final class PlaneStreams implements AutoCloseable {
    private final Aeron aeron;
    private final PlaneSettings settings;
    private final Channels channels;
    private final String endpoint;

    /** Takes over {@code aeron}, which is closed with the streams. */
    PlaneStreams(PlaneSettings settings, Aeron aeron) {
        this.aeron = aeron;
        this.settings = settings;
        this.channels = new Channels(settings);
        this.endpoint = settings.transport() == Transport.UDP ? bindPort() : "";
    }

    /** {@code host:port} that this process receives at; empty over IPC. */
    String endpoint() {
        return endpoint;
    }

    PlaneReceiver receiver(int stream, int session, FrameBounds bounds) {
        return receiver(stream, session, new FrameFilter(bounds), FrameDescriptor.EVERYONE);
    }

    /**
     * A receiver of a stream that many ranks read.
     *
     * @param listener whose end this is, rank + 1
     */
    PlaneReceiver receiver(int stream, int session, FrameFilter filter, int listener) {
        String channel = channels.subscription(session);
        return open(
                channel,
                stream,
                () ->
                        new PlaneReceiver(
                                filter,
                                listener,
                                settings.fragments(),
                                (onAvailable, onUnavailable) ->
                                        aeron.addSubscription(
                                                channel, stream, onAvailable, onUnavailable)));
    }

    /**
     * A sender of {@code rank}.
     *
     * @param receiverEndpoint where the other side receives; not looked at over IPC
     */
    PlaneSender sender(int stream, int session, int rank, long runId, String receiverEndpoint) {
        String channel =
                switch (settings.transport()) {
                    case IPC -> channels.publication(session);
                    case UDP ->
                            channels.publication(
                                    session,
                                    PlaneEndpoint.parse(receiverEndpoint, settings.host()));
                };
        return open(
                channel,
                stream,
                () -> new PlaneSender(aeron.addExclusivePublication(channel, stream), rank, runId));
    }

    @Override
    public void close() {
        aeron.close();
    }

    private String bindPort() {
        String channel = channels.port();
        int stream = PlaneSettings.PORT_STREAM;
        try {
            Subscription port = open(channel, stream, () -> aeron.addSubscription(channel, stream));
            return Objects.requireNonNull(port.resolvedEndpoint(), "bound when added");
        } catch (RuntimeException failed) {
            aeron.close();
            throw failed;
        }
    }

    private static <T> T open(String channel, int stream, Supplier<T> opening) {
        try {
            return opening.get();
        } catch (AeronException | IllegalStateException refused) {
            throw new PlaneFailedException(
                    "the media driver does not open a stream: channel="
                            + channel
                            + ", stream="
                            + stream
                            + ": "
                            + refused.getMessage(),
                    refused);
        }
    }
}
