package glissade.protocol;

/**
 * What a worker's machine and JVM are, for the summary and for messages. {@code vectorBits} is 32
 * for scalar kernels.
 */
public record WorkerFacts(
        String host, long processId, int vectorBits, int threads, String java, String cpu) {

    public WorkerFacts {
        Checks.atLeast("vectorBits", vectorBits, 32);
        Checks.atLeast("threads", threads, 0);
    }
}
