package glissade.plane;

/** What {@link FrameType#FIGURES} tell of an owner's range: numbers on the wire, never reused. */
public final class FigureKind {

    /** Sum of squares of each block of the gradient. */
    public static final int SQUARES = 0;

    /** How far the update promised to lower the loss, of some blocks. */
    public static final int FALLS = 1;

    /** Each layer's steepness, block by block. */
    public static final int LAYERS = 2;

    /** Nothing: the sender owns no range, and has sent all that it had to send in the step. */
    public static final int CLOSING = 3;

    /** How many there are. */
    public static final int COUNT = 4;

    private FigureKind() {}
}
