package glissade.worker;

import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * What a worker needs to know.
 *
 * @param coordinatorAddress {@code host:port} of the coordinator, once it is known; until then the
 *     worker gets ready
 * @param host address of this machine that the coordinator and the other workers reach
 * @param workerId unique in the run
 * @param preferredRank place in the run that it would like, -1 for any
 * @param threads training lanes, 0 for as many as the run's configuration says
 * @param cpu model of this machine's CPU, for the summary
 * @param nanoClock monotonic clock in nanoseconds, for time taken
 */
public record WorkerSettings(
        CompletionStage<String> coordinatorAddress,
        String host,
        String workerId,
        int preferredRank,
        int threads,
        String cpu,
        LongSupplier nanoClock) {}
