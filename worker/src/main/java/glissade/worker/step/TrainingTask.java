package glissade.worker.step;

/**
 * What a training thread is to do, as the coordinator has told it.
 *
 * @param configuration the run's resolved configuration, HOCON text
 * @param measures whether nothing is trained, and the model that the configuration begins from is
 *     measured
 * @param recorded whether its threads' phases are recorded for a timeline
 * @param threads lanes, 0 for as many as the configuration says
 * @param host address of this machine where the others reach its streams over UDP
 * @param transport {@code ipc} or {@code udp}
 * @param aeronDirectory the coordinator's media driver
 * @param gradientEndpoint {@code host:port} of the averager over UDP, empty over IPC
 */
public record TrainingTask(
        int rank,
        int worldSize,
        String configuration,
        boolean measures,
        boolean recorded,
        int threads,
        String host,
        String transport,
        String aeronDirectory,
        String gradientEndpoint,
        long runId) {}
