package glissade.averaging;

import glissade.plane.FrameFlyweight;
import org.jspecify.annotations.Nullable;

/**
 * What a star's averager gathers from one commit to the next, and makes of it: the sums of a step's
 * gradients, or of the states that replicas have come to in a round of steps. Confined to the
 * averager's thread; allocates nothing between checkpoints and rows.
 */
interface Gathering {

    /** Most steps from one commit to the next. */
    int longestSteps();

    /** Where partial sums meet. */
    PartialSums partialSums();

    /** Steps committed. */
    long step();

    /** The clock starts: everybody is ready for the vector that all begins from. */
    void start(BucketBroadcast outgoing);

    /** Forgets what led to the last commit and awaits what leads to the next. */
    void begin();

    /** Learning rates are known: averages may be taken from here on. */
    void open(double rateFactor);

    /**
     * The leaf that a frame of a partial sum speaks of, or -1 when it was not planned or comes too
     * late.
     */
    int leafOf(FrameFlyweight frame);

    /** Takes a frame of losses in; true when all losses are there. */
    boolean takeLoss(FrameFlyweight frame);

    /** Whether all losses, which are there, are finite; tells of one that is not. */
    boolean judgeLoss();

    /**
     * Averages a bucket whose sum is complete, and hands over what may be broadcast; true when all
     * of the next vector is there.
     */
    boolean average(int bucket, BucketBroadcast outgoing);

    /** Makes the next vector the committed one, and tells of it; null when training goes on. */
    @Nullable EarlyEnd commit();

    /** Training ends at this commit, which is told if it was not yet. */
    void endHere();

    /** A copy of the committed state; null when not all of its parameters are finite. */
    @Nullable TrainingState state();

    /** A copy of the last state that is finite. */
    TrainingState lastFiniteState();

    /** What is gathered, in words: {@code step 3}. */
    String name();

    /** That the sum of a leaf is late, in words: all up to the name of its rank. */
    String late(int leaf);

    /** What a leaf's numbers count, in words. */
    String units();
}
