package glissade.worker.step;

import glissade.plane.SharedMemories;

/**
 * What a training thread is to do, as the coordinator has told it.
 *
 * @param configuration the run's resolved configuration, HOCON text
 * @param measures whether nothing is trained, and the model that the configuration begins from is
 *     measured
 * @param recorded whether its threads' phases are recorded for a timeline
 * @param threads lanes, 0 for as many as the configuration says
 * @param host address of this machine where the others reach its streams over UDP
 * @param memories who shares memory with whom: the others are reached over UDP
 * @param aeronDirectory the coordinator's media driver
 * @param gradientEndpoint {@code host:port} of the averager over UDP, empty where none come so
 */
public record TrainingTask(
        int rank,
        int worldSize,
        String configuration,
        boolean measures,
        boolean recorded,
        int threads,
        String host,
        SharedMemories memories,
        String aeronDirectory,
        String gradientEndpoint,
        long runId) {}
