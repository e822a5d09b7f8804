package glissade.worker.step;

/** One generation as a worker sees it: its steps, and the sessions of its two streams. */
public record Generation(
        int number, long firstStep, long endStep, int parameterSession, int gradientSession) {}
