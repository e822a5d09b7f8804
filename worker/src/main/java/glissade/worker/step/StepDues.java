package glissade.worker.step;

import glissade.averaging.Averager;
import glissade.collective.Assignment;
import glissade.collective.OwnerRanges;
import glissade.collective.StepLayout;
import glissade.plane.FigureKind;
import glissade.plane.FrameDescriptor;

/**
 * How many frames each rank still has to send to this one in the step at hand, where every rank
 * owns a range. What is not due is left in the log: so a rank that is a step ahead disturbs nobody,
 * and every rank reads every stream to the end of each step, which keeps all of them going. The
 * last frame of a step goes to all, from every rank. Confined to the training thread; allocates
 * nothing after construction.
 */
final class StepDues {

    private final Averager averager;
    private final OwnerRanges ranges;
    private final int rank;
    private final StepLayout full;
    private final int[] fullNodes;
    private final int[] lastNodes;
    private final int[] due;
    private int missing;

    StepDues(Averager averager, Assignment assignment, OwnerRanges ranges, int rank) {
        this.averager = averager;
        this.ranges = ranges;
        this.rank = rank;
        this.full = assignment.layout(0);
        this.fullNodes = nodes(full);
        this.lastNodes = nodes(assignment.layout(assignment.shape().stepsPerEpoch() - 1L));
        this.due = new int[ranges.worldSize()];
    }

    private static int[] nodes(StepLayout layout) {
        int[] nodes = new int[layout.shares().worldSize()];
        for (int of = 0; of < nodes.length; of++) {
            nodes[of] = layout.shares().nodes(of).size();
        }
        return nodes;
    }

    /** A step begins. */
    void begin(StepLayout layout, boolean falls) {
        int[] nodes = layout == full ? fullNodes : lastNodes;
        missing = 0;
        for (int of = 0; of < due.length; of++) {
            int frames = of == rank ? 0 : ofStep(of, nodes[of], falls);
            due[of] = frames;
            missing += frames;
        }
    }

    private int ofStep(int of, int nodes, boolean falls) {
        int losses = nodes;
        int sums = nodes * frames(rank);
        int parameters = frames(of);
        int figures = frames(FigureKind.SQUARES, of) + (falls ? frames(FigureKind.FALLS, of) : 0);
        int closing = ranges.count(of) == 0 ? 1 : 0;
        return losses + sums + parameters + figures + closing;
    }

    /** Frames of a rank's range. */
    private int frames(int of) {
        return ranges.toFrame(of) - ranges.fromFrame(of);
    }

    /** The others are to send this one what they see of each layer. */
    void beginLayers() {
        for (int of = 0; of < due.length; of++) {
            int frames = of == rank ? 0 : frames(FigureKind.LAYERS, of);
            due[of] += frames;
            missing += frames;
        }
    }

    private int frames(int kind, int of) {
        int figures = averager.figures().to(kind, of) - averager.figures().from(kind, of);
        return (figures + FrameDescriptor.MAX_DOUBLES - 1) / FrameDescriptor.MAX_DOUBLES;
    }

    /** A frame of a rank was taken in. */
    void taken(int from) {
        due[from]--;
        missing--;
    }

    /** Frames that a rank still owes. */
    int of(int from) {
        return due[from];
    }

    /** True when nobody owes anything. */
    boolean settled() {
        return missing == 0;
    }
}
