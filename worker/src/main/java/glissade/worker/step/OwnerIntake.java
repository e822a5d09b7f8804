package glissade.worker.step;

import glissade.averaging.Averager;
import glissade.averaging.BucketQueue;
import glissade.averaging.LossSums;
import glissade.averaging.OwnerSums;
import glissade.collective.Assignment;
import glissade.collective.Buckets;
import glissade.collective.OwnerRanges;
import glissade.collective.StepLayout;
import glissade.math.Kernels;
import glissade.plane.FigureKind;
import glissade.plane.FrameFlyweight;
import glissade.plane.FrameHandler;
import glissade.plane.PlaneMesh;
import glissade.timeline.Phase;
import glissade.timeline.PhaseClock;
import java.util.Arrays;

/**
 * What a worker that owns a range takes in during a step: losses, sums of its buckets, others'
 * parameters and figures, each checked and taken once. Frames of the step at hand are taken in
 * whatever waits to be sent; those of the next stay in the log ({@link StepDues}). Confined to the
 * training thread; allocates nothing after construction.
 */
final class OwnerIntake {

    private static final int FRAMES_A_POLL = 16;

    /** What a loss frame tells: the sum, and whether training is to end at the commit. */
    static final int LOSS_DOUBLES = 2;

    private final int rank;
    private final Averager averager;
    private final OwnerRanges ranges;
    private final Buckets buckets;
    private final Buckets frames;
    private final OwnerSums sums;
    private final LossSums losses;
    private final StepDues dues;
    private final PlaneMesh mesh;
    private final Life life;
    private final PhaseClock clock;

    /** Own buckets whose sums are complete. */
    private final BucketQueue summed;

    /** By frame: whether its parameters are here. */
    private final boolean[] taken;

    /** By bucket: how many of its frames are. */
    private final int[] takenFrames;

    private final FrameHandler handler = this::onFrame;
    private StepLayout layout;
    private long step;
    private int squaresMissing;
    private boolean lossIsFinite;
    private boolean endAsked;

    OwnerIntake(
            Averager averager,
            Kernels kernels,
            Assignment assignment,
            OwnerRanges ranges,
            PlaneMesh mesh,
            Life life,
            PhaseClock clock) {
        this.averager = averager;
        this.ranges = ranges;
        this.mesh = mesh;
        this.life = life;
        this.clock = clock;
        this.rank = mesh.rank();
        this.buckets = ranges.buckets();
        this.frames = buckets.frames();
        this.step = averager.step();
        this.layout = assignment.layout(step);
        this.sums =
                new OwnerSums(
                        buckets,
                        kernels,
                        ranges.from(rank),
                        ranges.to(rank),
                        layout.tree(),
                        assignment.maxNodes(),
                        assignment.maxOthers(rank));
        this.losses = new LossSums(layout.tree(), assignment.maxNodes());
        this.dues = new StepDues(averager, assignment, ranges, rank);
        this.summed = new BucketQueue(buckets.count());
        this.taken = new boolean[frames.count()];
        this.takenFrames = new int[buckets.count()];
    }

    /** Whether this worker goes on, and what ends that. */
    interface Life {
        /** True when it takes part in no further step. */
        boolean over();

        /** The mean loss of the step is not finite. */
        void lossNotFinite();
    }

    /** The step of the averager begins. */
    void begin(StepLayout ofStep, boolean falls, boolean ends) {
        step = averager.step();
        layout = ofStep;
        sums.begin(layout.tree());
        losses.begin(layout.tree());
        dues.begin(layout, falls);
        Arrays.fill(taken, false);
        Arrays.fill(takenFrames, 0);
        squaresMissing = buckets.blocks() - (ranges.toBlock(rank) - ranges.fromBlock(rank));
        lossIsFinite = false;
        endAsked = ends;
    }

    /** Takes the loss of a leaf, this rank's or another's. */
    void takeLoss(int leaf, double lossSum) {
        if (!losses.arrived(leaf, lossSum)) {
            return;
        }
        lossIsFinite = averager.loss(losses.total());
        if (!lossIsFinite) {
            life.lossNotFinite();
        }
    }

    /** Takes this rank's sum of a leaf. */
    void takeSum(int leaf, int bucket, float[] own) {
        if (sums.add(leaf, bucket, own)) {
            summed.add(bucket);
        }
    }

    /** Whether the losses of all are known, and finite. */
    boolean lossIsFinite() {
        return lossIsFinite;
    }

    /** Whether rank 0 has asked for the end at this step's commit. */
    boolean endAsked() {
        return endAsked;
    }

    /** Own buckets whose sums are complete: {@link OwnerSums#total} of each is there. */
    BucketQueue summed() {
        return summed;
    }

    OwnerSums sums() {
        return sums;
    }

    /** Whether squares of others' blocks are still to come. */
    boolean lacksSquares() {
        return squaresMissing > 0;
    }

    /** What the others look at layer by layer is due as well. */
    void expectLayers() {
        dues.beginLayers();
    }

    /** True when nobody owes anything in this step. */
    boolean settled() {
        return dues.settled();
    }

    /** Takes in what is there; returns the number of frames. */
    int takeIn() {
        int frames = 0;
        for (int from = 0; from < mesh.worldSize(); from++) {
            int due = dues.of(from);
            if (due > 0) {
                frames += mesh.poll(from, handler, Math.min(FRAMES_A_POLL, due));
            }
        }
        if (frames == 0) {
            mesh.tick();
        }
        return frames;
    }

    /** Passes over frames that are for others, and takes none in; returns their number. */
    int passOver() {
        return mesh.poll(handler, 0);
    }

    private void onFrame(FrameFlyweight frame) {
        boolean isDue =
                switch (frame.type()) {
                    case LOSS -> onLoss(frame);
                    case PARTIAL_SUM, PARTIAL_SUM_BF16, PARTIAL_SUM_FP16, PARTIAL_SUM_SPARSE ->
                            onPartialSum(frame);
                    case PARAMETERS -> onParameters(frame);
                    case FIGURES -> onFigures(frame);
                    // No worker has any business sending these to another once all have greeted.
                    case HELLO, STATE, STATE_END, MOMENTS, TRANSFORM -> false;
                };
        if (isDue) {
            dues.taken(frame.senderRank());
        }
    }

    /** The leaf that a frame speaks of, or -1 when it was not planned. */
    private int leafOf(FrameFlyweight frame) {
        int leaf = layout.tree().leafOf(frame.nodeLo(), frame.nodeHi());
        return frame.step() == step && leaf >= 0 && layout.rankOf(leaf) == frame.senderRank()
                ? leaf
                : -1;
    }

    private boolean onLoss(FrameFlyweight frame) {
        int leaf = leafOf(frame);
        if (leaf < 0 || frame.doubles() != LOSS_DOUBLES) {
            return false;
        }
        endAsked |= frame.senderRank() == 0 && frame.doubleAt(1) != 0;
        takeLoss(leaf, frame.doubleAt(0));
        return true;
    }

    private boolean onPartialSum(FrameFlyweight frame) {
        int leaf = leafOf(frame);
        int bucket = frame.bucket();
        if (leaf < 0 || ranges.owner(bucket) != rank || !sums.fits(leaf, frame)) {
            return false;
        }
        Phase before = clock.phase();
        clock.mark(Phase.REDUCE);
        if (sums.add(leaf, frame)) {
            summed.add(bucket);
        }
        clock.mark(before);
        return true;
    }

    private boolean onParameters(FrameFlyweight frame) {
        int bucket = frame.bucket();
        int number = buckets.frameOf(frame.offset());
        if (frame.step() != step + 1
                || ranges.owner(bucket) != frame.senderRank()
                || frame.offset() != frames.offset(number)
                || frame.floats() != frames.length(number)
                || taken[number]) {
            return false;
        }
        Phase before = clock.phase();
        clock.mark(Phase.TAKE_IN);
        frame.copyFloats(averager.next(), frames.offset(number));
        clock.mark(before);
        taken[number] = true;
        takenFrames[bucket]++;
        if (takenFrames[bucket] == buckets.endFrame(bucket) - buckets.firstFrame(bucket)) {
            averager.arrived();
        }
        return true;
    }

    private boolean onFigures(FrameFlyweight frame) {
        if (frame.step() != step) {
            return false;
        }
        int kind = frame.vector();
        if (kind == FigureKind.CLOSING) {
            return true;
        }
        int from = Math.toIntExact(frame.offset());
        int rankFrom = averager.figures().from(kind, frame.senderRank());
        int rankTo = averager.figures().to(kind, frame.senderRank());
        if (from < rankFrom || from + frame.doubles() > rankTo) {
            return false;
        }
        frame.copyDoubles(averager.figures().of(kind), from);
        if (kind == FigureKind.SQUARES) {
            squaresMissing -= frame.doubles();
        }
        return true;
    }

    /** Adds to an error's words who owes what. */
    void tellOwed(StringBuilder words) {
        for (int from = 0; from < mesh.worldSize(); from++) {
            if (dues.of(from) > 0) {
                words.append("; worker rank ").append(from).append(" owes ");
                words.append(dues.of(from)).append(" frames, first ").append(firstOwed(from));
            }
        }
        if (mesh.lost()) {
            words.append("; the stream of worker rank ")
                    .append(mesh.lostRank())
                    .append(" has ended");
        }
    }

    private String firstOwed(int from) {
        for (int leaf = 0; leaf < layout.tree().leaves(); leaf++) {
            if (layout.rankOf(leaf) != from) {
                continue;
            }
            for (int frame = ranges.toFrame(rank) - 1; frame >= ranges.fromFrame(rank); frame--) {
                if (!sums.has(leaf, frame)) {
                    return "the partial sum of bucket "
                            + buckets.bucketOf(frame)
                            + " of slices "
                            + layout.tree().node(leaf).lo()
                            + " to "
                            + (layout.tree().node(leaf).hi() - 1);
                }
            }
        }
        for (int frame = ranges.toFrame(from) - 1; frame >= ranges.fromFrame(from); frame--) {
            if (!taken[frame]) {
                return "the parameters of bucket " + buckets.bucketOf(frame);
            }
        }
        return "its figures of the gradient";
    }
}
