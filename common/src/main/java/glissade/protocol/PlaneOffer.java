package glissade.protocol;

/**
 * How a worker reaches the coordinator's end of the gradient plane.
 *
 * @param transport {@code ipc} or {@code udp}
 * @param aeronDirectory the coordinator's media driver, for workers that share its machine
 * @param gradientEndpoint {@code host:port} where it listens for partial sums over UDP, empty over
 *     IPC
 * @param runId marks every frame of the run
 */
public record PlaneOffer(
        String transport, String aeronDirectory, String gradientEndpoint, long runId) {

    public PlaneOffer {
        Checks.text("transport", transport);
    }
}
