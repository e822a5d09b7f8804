package glissade.check;

/** What is compared with the gradient of the reference in float64. */
public enum Link {
    /** Central differences of the reference's own objective, in float64. */
    DIFFERENCES(1, "central differences", 1e-6),
    /** The gradient of the float kernels, from slices to the averager, as a run has it. */
    KERNELS(2, "training kernels", 2e-5);

    private final int number;
    private final String words;
    private final double limit;

    Link(int number, String words, double limit) {
        this.number = number;
        this.words = words;
        this.limit = limit;
    }

    /** Place in the chain, from 1. */
    public int number() {
        return number;
    }

    public String words() {
        return words;
    }

    /** Largest difference that is allowed, as a share of a layer's largest entry. */
    public double limit() {
        return limit;
    }
}
