package glissade.protocol;

import glissade.plane.SharedMemories;

/**
 * How a worker reaches the coordinator's end of the gradient plane.
 *
 * @param memories who shares memory with whom: the others are reached over UDP
 * @param aeronDirectory the coordinator's media driver, for workers that share its memory
 * @param gradientEndpoint {@code host:port} where it listens for partial sums over UDP, empty where
 *     all share its memory
 * @param runId marks every frame of the run
 */
public record PlaneOffer(
        SharedMemories memories, String aeronDirectory, String gradientEndpoint, long runId) {}
