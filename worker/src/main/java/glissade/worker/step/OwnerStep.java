package glissade.worker.step;

import glissade.averaging.Averager;
import glissade.averaging.BucketQueue;
import glissade.averaging.OwnerSums;
import glissade.averaging.StepDeadline;
import glissade.collective.Assignment;
import glissade.collective.Buckets;
import glissade.collective.OwnerRanges;
import glissade.collective.StepLayout;
import glissade.collective.TreeNode;
import glissade.math.Kernels;
import glissade.math.Precision;
import glissade.plane.FigureKind;
import glissade.plane.FrameDescriptor;
import glissade.plane.FrameHeader;
import glissade.plane.PlaneIdle;
import glissade.plane.PlaneMesh;
import glissade.plane.SendResult;
import glissade.plane.SparseFloats;
import glissade.timeline.Phase;
import glissade.timeline.PhaseClock;

/**
 * The step at hand of a worker that owns a range: hands its sums to their owners, adds and updates
 * what is its own, tells the others its parameters and takes theirs in. While the worker still
 * computes, {@link #advance} does what can be done at once and never waits; only the last stretch
 * of a step, {@link #settle}, does.
 *
 * <p>Confined to the training thread; allocates nothing after construction.
 */
final class OwnerStep {

    private final int generation;
    private final int rank;
    private final SliceGradients gradients;
    private final Averager averager;
    private final Kernels kernels;
    private final Assignment assignment;
    private final OwnerRanges ranges;
    private final Buckets buckets;
    private final Buckets frames;
    private final PartOrder order;
    private final PlaneMesh mesh;
    private final StepDeadline deadline;
    private final OwnerIntake intake;
    private final OwnerIntake.Life life;
    private final PhaseClock clock;

    /** Others' buckets whose sums wait to be handed over. */
    private final BucketQueue handed;

    /** Where sums come to lie once complete: in the first of the own ones, where there are any. */
    private final float[] whole;

    private final double[] lossNumbers = new double[OwnerIntake.LOSS_DOUBLES];
    private final double[] closing = new double[1];
    private final FrameHeader header = new FrameHeader();
    private final PlaneIdle idle = PlaneIdle.roaming();
    private StepLayout layout;
    private long step;
    private int firstOwnLeaf;
    private int turn;
    private int handedNodes;

    /** Frames of the first bucket of {@link #handed} that all nodes of have been handed over. */
    private int handedFrames;

    /** The bucket whose parameters are being told, or -1. */
    private int told;

    /** The frame of it that is next. */
    private int toldFrame;

    private boolean looksAtFalls;
    private long gradientBytes;

    /**
     * All ranks must have greeted each other.
     *
     * @param averager of this rank's range
     * @param kernels to add and pack with
     */
    OwnerStep(
            int generation,
            Averager averager,
            Kernels kernels,
            Assignment assignment,
            SliceGradients gradients,
            PlaneMesh mesh,
            StepDeadline deadline,
            OwnerIntake.Life life,
            PhaseClock clock) {
        this.generation = generation;
        this.averager = averager;
        this.kernels = kernels;
        this.assignment = assignment;
        this.gradients = gradients;
        this.mesh = mesh;
        this.rank = mesh.rank();
        this.deadline = deadline;
        this.life = life;
        this.clock = clock;
        this.buckets = averager.buckets();
        this.frames = buckets.frames();
        this.ranges = new OwnerRanges(buckets, mesh.worldSize());
        this.layout = assignment.layout(averager.step());
        this.intake = new OwnerIntake(averager, kernels, assignment, ranges, mesh, life, clock);
        this.whole =
                assignment.maxNodes(rank) == 0
                        ? new float[buckets.parameterCount()]
                        : gradients.sums(0);
        this.order = new PartOrder(offsets(gradients), ranges, rank);
        this.handed = new BucketQueue(buckets.count());
        this.step = averager.step();
    }

    private static int[] offsets(SliceGradients gradients) {
        int[] offsets = new int[gradients.parts()];
        for (int part = 0; part < offsets.length; part++) {
            offsets[part] = gradients.offset(part);
        }
        return offsets;
    }

    /**
     * The step of the averager begins, and its losses are known here.
     *
     * @param falls whether all look at what the update promised
     * @param ends whether this worker asks for the end at the commit
     */
    void begin(boolean falls, boolean ends) {
        step = averager.step();
        layout = assignment.layout(step);
        firstOwnLeaf = 0;
        while (firstOwnLeaf < layout.tree().leaves() && layout.rankOf(firstOwnLeaf) != rank) {
            firstOwnLeaf++;
        }
        looksAtFalls = falls;
        intake.begin(layout, falls, ends);
        turn = 0;
        handedNodes = 0;
        handedFrames = 0;
        told = -1;
        averager.begin(layout.samples());
        deadline.beginStep(clock.now());
        tellLosses(ends);
    }

    private void tellLosses(boolean ends) {
        lossNumbers[1] = ends ? 1 : 0;
        for (int index = 0; index < gradients.nodes(); index++) {
            TreeNode node = gradients.node(index);
            lossNumbers[0] = gradients.lossSum(index);
            header.loss(generation, step, node.lo(), node.hi());
            while (refused(mesh.trySendAll(header, lossNumbers, 0, OwnerIntake.LOSS_DOUBLES))
                    && !life.over()) {
                pause(intake.takeIn());
            }
            intake.takeLoss(firstOwnLeaf + index, lossNumbers[0]);
        }
    }

    /** Whether rank 0 has asked for the end at this step's commit. */
    boolean endAsked() {
        return intake.endAsked();
    }

    /** The part of the gradient to be computed in a turn. */
    int part(int ofTurn) {
        return order.part(ofTurn);
    }

    /** The part of this turn is computed: does with it what can be done at once. */
    void computed() {
        for (int place = order.firstWhole(turn); place < order.endWhole(turn); place++) {
            int bucket = order.whole(place);
            if (ranges.owner(bucket) == rank) {
                takeOwn(bucket);
                // Where that completes its sum, the bucket is in the first-level cache now.
                update();
                tell();
            } else if (gradients.nodes() > 0) {
                handed.add(bucket);
            }
        }
        turn++;
        advance();
    }

    private void takeOwn(int bucket) {
        clock.mark(Phase.REDUCE);
        for (int index = 0; index < gradients.nodes(); index++) {
            intake.takeSum(firstOwnLeaf + index, bucket, gradients.sums(index));
        }
        clock.mark(Phase.PUBLISH);
    }

    private void advance() {
        int work = 1;
        while (work > 0 && !life.over()) {
            work = round();
        }
    }

    /** A little of everything, so that nobody waits for long; returns how much. */
    private int round() {
        return update() + tell() + hand() + intake.takeIn();
    }

    /** Averages a bucket that is summed, once the loss is known to be finite. */
    private int update() {
        BucketQueue summed = intake.summed();
        if (!intake.lossIsFinite() || summed.isEmpty()) {
            return 0;
        }
        Phase before = clock.phase();
        clock.enter(Phase.UPDATE);
        int bucket = summed.first();
        summed.removeFirst();
        if (gradients.nodes() == 0) {
            gather(bucket);
        }
        averager.gathered(bucket, whole);
        clock.enter(before);
        return 1;
    }

    /** Copies a bucket's sums from where its frames were added. */
    private void gather(int bucket) {
        OwnerSums sums = intake.sums();
        for (int frame = buckets.firstFrame(bucket); frame < buckets.endFrame(bucket); frame++) {
            System.arraycopy(
                    sums.total(frame),
                    sums.totalOffset(frame),
                    whole,
                    frames.offset(frame),
                    frames.length(frame));
        }
    }

    /** Updates what is ready and tells it, one by one: so it is sent while in the cache. */
    private int tell() {
        int work = 0;
        while (told >= 0 || averager.hasReady()) {
            if (told < 0) {
                Phase before = clock.phase();
                clock.enter(Phase.UPDATE);
                told = averager.apply();
                toldFrame = buckets.firstFrame(told);
                clock.enter(before);
            }
            int offset = frames.offset(toldFrame);
            int length = frames.length(toldFrame);
            header.parameters(generation, step + 1, told, offset);
            if (refused(mesh.trySendAll(header, averager.next(), offset, length))) {
                return work;
            }
            toldFrame++;
            if (toldFrame == buckets.endFrame(told)) {
                told = -1;
            }
            work++;
        }
        return work;
    }

    /** Hands a sum to its owner. */
    private int hand() {
        if (handed.isEmpty()) {
            return 0;
        }
        int bucket = handed.first();
        int frame = buckets.firstFrame(bucket) + handedFrames;
        int offset = frames.offset(frame);
        int length = frames.length(frame);
        TreeNode node = gradients.node(handedNodes);
        float[] own = gradients.sums(handedNodes);
        int count = layout.tree().holdsBack() ? SparseFloats.count(own, offset, length) : length;
        if (SparseFloats.pays(count, length)) {
            header.sparseSum(generation, step, node.lo(), node.hi(), bucket, offset);
            int owner = ranges.owner(bucket);
            if (refused(mesh.trySendSparse(owner, header, own, offset, length, count))) {
                return 0;
            }
            gradientBytes += FrameDescriptor.HEADER_LENGTH + SparseFloats.payloadLength(count);
        } else {
            Precision precision = gradients.precision(handedNodes);
            header.partialSum(precision, generation, step, node.lo(), node.hi(), bucket, offset);
            if (refused(mesh.trySend(ranges.owner(bucket), header, kernels, own, offset, length))) {
                return 0;
            }
            gradientBytes += FrameDescriptor.HEADER_LENGTH + (long) length * precision.bytes();
        }
        handedNodes++;
        if (handedNodes == gradients.nodes()) {
            handedNodes = 0;
            handedFrames++;
            if (frame + 1 == buckets.endFrame(bucket)) {
                handedFrames = 0;
                handed.removeFirst();
            }
        }
        return 1;
    }

    /** Until the parameters of the next step are whole here, and everybody's figures are. */
    void settle() {
        while (!life.over() && !(averager.ownGathered() && handed.isEmpty())) {
            pause(round());
        }
        if (averager.boundsNorm()) {
            sendFigures(FigureKind.SQUARES);
            while (!life.over() && intake.lacksSquares()) {
                pause(round());
            }
            if (!life.over()) {
                averager.release();
            }
        }
        while (!life.over() && (told >= 0 || averager.hasReady())) {
            pause(round());
        }
        if (!life.over()) {
            sendLast();
        }
        awaitDues();
    }

    /** What closes this rank's part of the step; the last of it goes to all. */
    private void sendLast() {
        if (!averager.boundsNorm()) {
            sendFigures(FigureKind.SQUARES);
        }
        if (looksAtFalls) {
            averager.measureFalls();
            sendFigures(FigureKind.FALLS);
        }
        if (ranges.count(rank) == 0) {
            header.figures(generation, step, FigureKind.CLOSING, 0);
            while (refused(mesh.trySendAll(header, closing, 0, 1)) && !life.over()) {
                pause(intake.takeIn());
            }
        }
    }

    /**
     * Passes over frames that are for others, while nothing is owed to this rank: a log that it
     * left full would hold up their sender. Returns how many.
     */
    int passOver() {
        return intake.passOver();
    }

    private void awaitDues() {
        while (!life.over() && !intake.settled()) {
            pause(round());
        }
        moved();
    }

    /** All look at their ranges of the gradient that was just applied, and rank 0 gets it all. */
    void gatherLayers() {
        if (rank > 0) {
            averager.measureLayers();
            sendFigures(FigureKind.LAYERS);
            return;
        }
        intake.expectLayers();
        awaitDues();
    }

    /** To all; those of layers to rank 0, which alone tells them. */
    private void sendFigures(int kind) {
        double[] figures = averager.figures().of(kind);
        int end = averager.figures().to(kind, rank);
        for (int from = averager.figures().from(kind, rank); from < end && !life.over(); ) {
            int count = Math.min(FrameDescriptor.MAX_DOUBLES, end - from);
            header.figures(generation, step, kind, from);
            while (refused(
                            kind == FigureKind.LAYERS
                                    ? mesh.trySend(0, header, figures, from, count)
                                    : mesh.trySendAll(header, figures, from, count))
                    && !life.over()) {
                pause(intake.takeIn() + (kind == FigureKind.LAYERS ? passOver() : 0));
            }
            from += count;
        }
    }

    private void pause(int work) {
        if (work > 0) {
            moved();
        } else if (clock.phase() != Phase.WAIT) {
            deadline.beginWait(clock.enter(Phase.WAIT));
        } else if (waitsInVain(clock.now())) {
            throw new StepException(overdue());
        }
        idle.idle(work);
    }

    private boolean waitsInVain(long nowNanos) {
        return deadline.expired(nowNanos) && (mesh.lost() || deadline.expiredAmongLiving(nowNanos));
    }

    private void moved() {
        if (clock.phase() == Phase.WAIT) {
            clock.enter(Phase.PUBLISH);
        }
    }

    /** True when the frame is to be tried again. */
    private boolean refused(int result) {
        if (result == SendResult.CLOSED) {
            throw new StepException(
                    "the stream of worker rank " + rank + " was closed in step " + (step + 1));
        }
        return result != SendResult.SENT;
    }

    private String overdue() {
        StringBuilder words = new StringBuilder();
        words.append("step ")
                .append(step + 1)
                .append(" is not complete in worker rank ")
                .append(rank)
                .append(", and nothing has moved for ")
                .append(deadline.words());
        intake.tellOwed(words);
        if (!handed.isEmpty() || told >= 0) {
            words.append("; its own frames are not taken, first of bucket ")
                    .append(told >= 0 ? told : handed.first());
        }
        return words.append("; is that worker suspended or overloaded?").toString();
    }

    long gradientBytes() {
        return gradientBytes;
    }

    long droppedFrames() {
        return mesh.droppedFrames();
    }
}
