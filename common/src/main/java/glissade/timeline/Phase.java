package glissade.timeline;

/** What a thread of a run does at a moment. A thread is always in exactly one phase. */
public enum Phase {
    /** A layer's outputs are computed. */
    FORWARD(1, "forward", Share.COMPUTE),

    /** The losses of the outputs, and what they say of the last layer. */
    LOSS(2, "loss", Share.COMPUTE),

    /** The way back through a layer, to the one before it. */
    BACKWARD(3, "backward", Share.COMPUTE),

    /** Gradients of a layer's weights and biases. */
    GRADIENT(4, "gradient", Share.COMPUTE),

    /** A thread of a worker has done its part, and others of that worker have not. */
    JOIN(5, "wait for threads", Share.COMPUTE),

    /** The averaged gradient is applied. */
    UPDATE(6, "update", Share.COMPUTE),

    /** What an update closes: figures of the gradient, rows, a look at the loss. */
    COMMIT(7, "commit", Share.COMPUTE),

    /** A share of validation or test data is evaluated. */
    EVALUATE(8, "evaluate", Share.COMPUTE),

    /** Sums or parameters are handed over. */
    PUBLISH(9, "publish", Share.COMMUNICATE),

    /** What has arrived is taken in. */
    TAKE_IN(10, "take in", Share.COMMUNICATE),

    /** Partial sums are added up. */
    REDUCE(11, "reduce", Share.COMMUNICATE),

    /** A state is handed over, for a checkpoint or the model. */
    CHECKPOINT(12, "checkpoint", Share.COMMUNICATE),

    /** Something is awaited. */
    WAIT(13, "wait", Share.WAIT),

    /** The verdict on the validation loss is awaited. */
    GATE(14, "wait at gate", Share.WAIT),

    /** The thread has no work; no timeline shows it. */
    IDLE(15, "idle", Share.WAIT);

    /** Where the phase of a code is found. */
    private static final Phase[] BY_CODE = byCode();

    private final int code;
    private final String label;
    private final Share share;

    Phase(int code, String label, Share share) {
        this.code = code;
        this.label = label;
        this.share = share;
    }

    private static Phase[] byCode() {
        Phase[] phases = new Phase[values().length + 1];
        for (Phase phase : values()) {
            phases[phase.code] = phase;
        }
        phases[0] = IDLE;
        return phases;
    }

    /** Stands for the phase in a ring. */
    int code() {
        return code;
    }

    static Phase of(int code) {
        return BY_CODE[code];
    }

    public String label() {
        return label;
    }

    public Share share() {
        return share;
    }
}
