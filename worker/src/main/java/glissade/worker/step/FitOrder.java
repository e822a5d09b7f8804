package glissade.worker.step;

/**
 * A generation that fits the preprocessing, as a worker sees it.
 *
 * @param given true when the result is known already and only told
 */
public record FitOrder(int number, boolean given, int parameterSession, int gradientSession)
        implements Order {}
