package glissade.protocol;

/**
 * What a worker's machine and JVM are, for the summary, for messages and for the plan.
 *
 * @param processors the cores that this worker and others on its host share
 * @param vectorBits 32 for scalar kernels
 * @param threads it trains with; 0 for as many as the run's configuration says
 */
public record WorkerFacts(
        String host,
        long processId,
        int processors,
        int vectorBits,
        int threads,
        String java,
        String cpu) {

    public WorkerFacts {
        Checks.atLeast("processors", processors, 1);
        Checks.atLeast("vectorBits", vectorBits, 32);
        Checks.atLeast("threads", threads, 0);
    }
}
