package glissade.collective;

/**
 * The division of every step of a generation among its ranks. Only two layouts occur: that of a
 * full mini-batch and that of the last one of an epoch; both are worked out here, once, so that
 * asking for a step's layout allocates nothing. Small elements are held back of full mini-batches
 * only: the units of another are others. Immutable.
 */
public final class Assignment {

    private final EpochShape shape;
    private final int worldSize;
    private final StepLayout full;
    private final StepLayout last;

    /** Divides steps evenly, in which no sum is rounded. */
    public Assignment(EpochShape shape, int worldSize) {
        this(shape, worldSize, UnitRounding.NONE);
    }

    /** Divides steps evenly. */
    public Assignment(EpochShape shape, int worldSize, UnitRounding rounding) {
        this(shape, worldSize, rounding, Division.EVEN);
    }

    public Assignment(EpochShape shape, int worldSize, UnitRounding rounding, Division division) {
        this.shape = shape;
        this.worldSize = worldSize;
        this.full =
                new StepLayout(
                        shape.batchSize(),
                        shape.slices(shape.batchSize()),
                        worldSize,
                        rounding,
                        division);
        int rest = shape.batchSamples(shape.stepsPerEpoch() - 1L);
        this.last =
                rest == shape.batchSize()
                        ? full
                        : new StepLayout(
                                rest,
                                shape.slices(rest),
                                worldSize,
                                rounding.holdsBack() ? UnitRounding.NONE : rounding,
                                division);
    }

    public EpochShape shape() {
        return shape;
    }

    public int worldSize() {
        return worldSize;
    }

    /** The layout of a step; that of step 0 is a full mini-batch's, since none exceeds an epoch. */
    public StepLayout layout(long step) {
        return shape.endsEpoch(step) ? last : full;
    }

    /** The larger number of partial sums that the ranks send in a step: what staging must hold. */
    public int maxNodes() {
        return Math.max(full.tree().leaves(), last.tree().leaves());
    }

    /** The most partial sums that a rank sends in a step. */
    public int maxNodes(int rank) {
        return Math.max(full.shares().nodes(rank).size(), last.shares().nodes(rank).size());
    }

    /** The most partial sums that all ranks but this one send in a step. */
    public int maxOthers(int rank) {
        return Math.max(others(full, rank), others(last, rank));
    }

    private static int others(StepLayout layout, int rank) {
        return layout.tree().leaves() - layout.shares().nodes(rank).size();
    }
}
