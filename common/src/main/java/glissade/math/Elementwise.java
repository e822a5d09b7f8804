package glissade.math;

/**
 * Functions between layers that look at one element at a time. Every derivative is expressed by the
 * value a = f(z), so that z need not be kept.
 */
public enum Elementwise {
    /** f(z) = z. */
    IDENTITY,

    /** f(z) = 1 / (1 + exp(-z)). */
    SIGMOID,

    /** Hyperbolic tangent. */
    TANH,

    /** f(z) = max(0, z), with slope 0 at 0. */
    RELU,

    /** f(z) = z above 0, 0.01 z elsewhere. */
    LEAKY_RELU
}
