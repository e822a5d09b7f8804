package glissade.worker.step;

/**
 * One generation as a worker sees it: its steps, and the sessions of its two streams.
 *
 * @param rateFactor what learning rates are multiplied by at first
 */
public record Generation(
        int number,
        long firstStep,
        long endStep,
        double rateFactor,
        int parameterSession,
        int gradientSession)
        implements Order {}
