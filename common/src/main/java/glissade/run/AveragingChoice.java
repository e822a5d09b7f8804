package glissade.run;

/**
 * Where gradients are averaged when nobody has said so: chosen by the size of the model and the
 * number of workers, as measured (see {@code deploy/docs/benchmarks.md}). Of a small model it is
 * the number of frames that takes time, and a star needs fewer, starts sooner and has less code to
 * be compiled; of a large one it is the floats, and all of them pass through a star's one averager.
 * The choice changes no bit.
 */
final class AveragingChoice {

    /** Parameters in each owner's range from which on the workers are the owners. */
    static final int LEAST_RANGE = 65_536;

    private AveragingChoice() {}

    /** {@code asked}, or what {@link Averaging#AUTO} stands for; a lone worker averages itself. */
    static Averaging of(Averaging asked, int parameterCount, int workers) {
        if (asked != Averaging.AUTO) {
            return asked;
        }
        boolean large = parameterCount / workers >= LEAST_RANGE;
        return workers > 1 && large ? Averaging.SHARDED : Averaging.STAR;
    }
}
