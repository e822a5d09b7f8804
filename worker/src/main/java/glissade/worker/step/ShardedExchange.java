package glissade.worker.step;

import glissade.averaging.Averager;
import glissade.averaging.BucketQueue;
import glissade.averaging.CommitWatch;
import glissade.averaging.EarlyEnd;
import glissade.averaging.LossWarning;
import glissade.averaging.PartialSums;
import glissade.averaging.StepDeadline;
import glissade.averaging.StepLog;
import glissade.averaging.StepMemory;
import glissade.averaging.TrainingState;
import glissade.averaging.Verdict;
import glissade.collective.Assignment;
import glissade.collective.Buckets;
import glissade.collective.OwnerRanges;
import glissade.collective.StepLayout;
import glissade.collective.TreeNode;
import glissade.plane.FigureKind;
import glissade.plane.FrameDescriptor;
import glissade.plane.FrameFlyweight;
import glissade.plane.FrameHandler;
import glissade.plane.FrameHeader;
import glissade.plane.PlaneIdle;
import glissade.plane.PlaneMesh;
import glissade.plane.SendResult;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The exchange of a worker that is one of several which average: each owns a range of the buckets,
 * adds its partial sums, updates it, and tells the others the parameters of the next step. What is
 * to be decided of a step, all decide alike, each by itself, from the same numbers: losses and
 * figures of the gradient go to all. Only rank 0 tells of it, and only its wish to stop counts,
 * which travels with its losses.
 *
 * <p>Frames of the step at hand are taken in whatever waits to be sent; those of the next stay in
 * the log ({@link StepDues}). Confined to the training thread; allocates nothing between states.
 */
final class ShardedExchange implements Exchange {

    private static final int FRAMES_A_POLL = 16;

    /** What a loss frame tells: the sum, and whether training is to end at the commit. */
    private static final int LOSS_DOUBLES = 2;

    private final int generation;
    private final int rank;
    private final long endStep;
    private final Averager averager;
    private final Assignment assignment;
    private final OwnerRanges ranges;
    private final Buckets buckets;
    private final PartialSums partialSums;
    private final StepDues dues;
    private final PlaneMesh mesh;
    private final CommitWatch watch;
    private final StepLog log;
    private final LoneExchange.Commits commits;
    private final LoneExchange.Stops stops;
    private final LoneExchange.StateSink states;
    private final LoneExchange.Endings endings;
    private final LongSupplier nanoClock;
    private final BucketQueue summed;
    private final boolean[] taken;
    private final float[][] ownSums;
    private final double[] lossNumbers = new double[LOSS_DOUBLES];
    private final double[] closing = new double[1];
    private final FrameHeader header = new FrameHeader();
    private final FrameHandler handler = this::onFrame;
    private final PlaneIdle idle = new PlaneIdle();
    private final StepDeadline deadline;
    private StepLayout layout;
    private long step;
    private int firstOwnLeaf;
    private int nextBucket;
    private int squaresMissing;
    private boolean looksAtFalls;
    private boolean lossIsFinite;
    private boolean endAsked;
    private boolean waiting;
    private boolean started;
    private boolean gateClosed;
    private boolean ended;
    private boolean broken;
    private long committedHere;
    private long sentStep = -1;
    private long computeNanos;
    private long communicateNanos;
    private long waitNanos;
    private long gradientBytes;

    /**
     * All ranks must have greeted each other.
     *
     * @param averager of this rank's range
     * @param partialSums with room for the others' nodes
     * @param pauseSteps how many steps the evaluation between two steps amounts to
     */
    ShardedExchange(
            Generation generation,
            long pauseSteps,
            Averager averager,
            PartialSums partialSums,
            Assignment assignment,
            PlaneMesh mesh,
            CommitWatch watch,
            StepLog log,
            LoneExchange.Commits commits,
            LoneExchange.Stops stops,
            LoneExchange.StateSink states,
            LoneExchange.Endings endings,
            LongSupplier nanoClock) {
        this.generation = generation.number();
        this.endStep = generation.endStep();
        this.averager = averager;
        this.partialSums = partialSums;
        this.assignment = assignment;
        this.mesh = mesh;
        this.rank = mesh.rank();
        this.watch = watch;
        this.log = log;
        this.commits = commits;
        this.stops = stops;
        this.states = states;
        this.endings = endings;
        this.nanoClock = nanoClock;
        this.buckets = averager.buckets();
        this.ranges = new OwnerRanges(buckets, mesh.worldSize());
        this.dues = new StepDues(averager, assignment, ranges, rank);
        this.summed = new BucketQueue(buckets.count());
        this.taken = new boolean[buckets.count()];
        this.ownSums = new float[assignment.maxNodes(rank)][];
        this.deadline = new StepDeadline(pauseSteps);
        this.layout = assignment.layout(averager.step());
        this.step = averager.step();
    }

    @Override
    public float @Nullable [] parameters(long ofStep) {
        if (!started) {
            log.start();
            started = true;
        }
        return over() ? null : averager.parameters();
    }

    /** True when this worker takes part in no further step. */
    private boolean over() {
        return broken || ended || stops.abandoned().getAsBoolean();
    }

    @Override
    public boolean loss(SliceGradients gradients) {
        if (gateClosed && !passGate()) {
            return false;
        }
        long before = nanoClock.getAsLong();
        beginStep(gradients);
        lossNumbers[1] = rank == 0 && stops.requested().getAsBoolean() ? 1 : 0;
        endAsked = lossNumbers[1] != 0;
        for (int index = 0; index < gradients.nodes(); index++) {
            TreeNode node = gradients.node(index);
            lossNumbers[0] = gradients.lossSum(index);
            header.loss(generation, step, node.lo(), node.hi());
            while (refused(mesh.trySendAll(header, lossNumbers, 0, LOSS_DOUBLES))) {
                turnWhileRefused();
            }
            takeLoss(firstOwnLeaf + index, lossNumbers[0]);
        }
        communicateNanos += nanoClock.getAsLong() - before;
        return !over();
    }

    private void beginStep(SliceGradients gradients) {
        step = averager.step();
        layout = assignment.layout(step);
        for (int index = 0; index < gradients.nodes(); index++) {
            ownSums[index] = gradients.sums(index);
        }
        partialSums.begin(layout, rank, ownSums);
        firstOwnLeaf = 0;
        while (firstOwnLeaf < layout.tree().leaves() && layout.rankOf(firstOwnLeaf) != rank) {
            firstOwnLeaf++;
        }
        looksAtFalls = watch.wantsPromise(step + 1);
        dues.begin(layout, looksAtFalls);
        Arrays.fill(taken, false);
        squaresMissing = buckets.blocks() - (ranges.toBlock(rank) - ranges.fromBlock(rank));
        lossIsFinite = false;
        nextBucket = buckets.count() - 1;
        averager.begin(layout.samples());
        waiting = false;
        deadline.beginStep(nanoClock.getAsLong());
    }

    private void takeLoss(int leaf, double lossSum) {
        if (!partialSums.lossArrived(leaf, lossSum)) {
            return;
        }
        lossIsFinite = averager.loss(partialSums.lossSum());
        if (!lossIsFinite) {
            broken = true;
            if (rank == 0) {
                endings.lossNotFinite(step, averager.meanLoss());
            }
        }
    }

    /** Waits for the verdict; false when training ends here, by it or by a stop. */
    private boolean passGate() {
        long before = nanoClock.getAsLong();
        Verdict verdict = commits.verdicts().apply(averager.step());
        idle.reset();
        while (verdict == null && !stops.abandoned().getAsBoolean()) {
            idle.idle();
            verdict = commits.verdicts().apply(averager.step());
        }
        waitNanos += nanoClock.getAsLong() - before;
        gateClosed = false;
        ended = verdict == null || !verdict.goOn() || endAsked;
        if (verdict != null) {
            averager.rateFactor(verdict.rateFactor());
        }
        return !ended;
    }

    @Override
    public void publish(SliceGradients gradients, int fromOffset) {
        long before = nanoClock.getAsLong();
        long computed = computeNanos;
        while (nextBucket >= 0 && buckets.offset(nextBucket) >= fromOffset && !over()) {
            int owner = ranges.owner(nextBucket);
            for (int index = 0; index < gradients.nodes(); index++) {
                if (owner != rank) {
                    send(owner, gradients, index);
                } else if (partialSums.arrived(firstOwnLeaf + index, nextBucket)) {
                    summed.add(nextBucket);
                }
            }
            nextBucket--;
        }
        takeIn();
        advance();
        communicateNanos += nanoClock.getAsLong() - before - (computeNanos - computed);
    }

    private void send(int owner, SliceGradients gradients, int index) {
        TreeNode node = gradients.node(index);
        int offset = buckets.offset(nextBucket);
        int length = buckets.length(nextBucket);
        float[] sums = gradients.sums(index);
        header.partialSum(generation, step, node.lo(), node.hi(), nextBucket, offset);
        while (refused(mesh.trySend(owner, header, sums, offset, length))) {
            turnWhileRefused();
        }
        gradientBytes += FrameDescriptor.HEADER_LENGTH + (long) length * Float.BYTES;
    }

    /** Updates what is summed, once the loss is known to be finite, and tells it to all. */
    private void advance() {
        while (lossIsFinite && !summed.isEmpty() && !over()) {
            long before = nanoClock.getAsLong();
            int bucket = summed.first();
            summed.removeFirst();
            averager.gathered(bucket, partialSums.sums());
            computeNanos += nanoClock.getAsLong() - before;
            applyReady();
        }
    }

    private void applyReady() {
        while (averager.hasReady() && !over()) {
            long before = nanoClock.getAsLong();
            int bucket = averager.apply();
            computeNanos += nanoClock.getAsLong() - before;
            int offset = buckets.offset(bucket);
            int length = buckets.length(bucket);
            header.parameters(generation, step + 1, bucket, offset);
            while (refused(mesh.trySendAll(header, averager.next(), offset, length))) {
                turnWhileRefused();
            }
        }
    }

    @Override
    public boolean endStep() {
        long before = nanoClock.getAsLong();
        long computed = computeNanos;
        settle();
        waitNanos += nanoClock.getAsLong() - before - (computeNanos - computed);
        if (over()) {
            return false;
        }
        long beforeCommit = nanoClock.getAsLong();
        averager.commit();
        committedHere++;
        EarlyEnd early = watch.committed(averager);
        if (log.looksCloselyAt(step)) {
            gatherLayers();
        }
        if (rank == 0) {
            tell(early);
        }
        computeNanos += nanoClock.getAsLong() - beforeCommit;
        goOn(early);
        return true;
    }

    /** Until the parameters of the next step are whole here, and everybody's figures are. */
    private void settle() {
        while (!over() && !averager.ownGathered()) {
            turn();
        }
        if (averager.boundsNorm()) {
            sendFigures(FigureKind.SQUARES);
            while (!over() && squaresMissing > 0) {
                turn();
            }
            if (!over()) {
                averager.release();
                applyReady();
            }
        }
        if (over()) {
            return;
        }
        if (!averager.boundsNorm()) {
            sendFigures(FigureKind.SQUARES);
        }
        if (looksAtFalls) {
            averager.measureFalls();
            sendFigures(FigureKind.FALLS);
        }
        if (ranges.count(rank) == 0) {
            header.figures(generation, step, FigureKind.CLOSING, 0);
            while (refused(mesh.trySendAll(header, closing, 0, 1))) {
                turnWhileRefused();
            }
        }
        while (!over() && !dues.settled()) {
            turn();
        }
    }

    /** To all; those of layers to rank 0, which alone tells them. */
    private void sendFigures(int kind) {
        double[] figures = averager.figures(kind);
        int end = averager.figuresTo(kind, rank);
        for (int from = averager.figuresFrom(kind, rank); from < end && !over(); ) {
            int count = Math.min(FrameDescriptor.MAX_DOUBLES, end - from);
            header.figures(generation, step, kind, from);
            while (refused(
                    kind == FigureKind.LAYERS
                            ? mesh.trySend(0, header, figures, from, count)
                            : mesh.trySendAll(header, figures, from, count))) {
                turnWhileRefused();
            }
            from += count;
        }
    }

    /** All look at their ranges of the gradient that was just applied. */
    private void gatherLayers() {
        if (rank > 0) {
            averager.measureLayers();
            sendFigures(FigureKind.LAYERS);
            return;
        }
        dues.beginLayers();
        while (!over() && !dues.settled()) {
            turn();
        }
    }

    private void tell(@Nullable EarlyEnd early) {
        if (over()) {
            return;
        }
        log.committed(averager);
        LossWarning warning = watch.warning();
        if (warning != null) {
            endings.warned(warning);
        }
        if (early != null && averager.step() < endStep) {
            endings.endsEarly(early);
        }
    }

    private void goOn(@Nullable EarlyEnd early) {
        long committed = averager.step();
        if (committed == endStep) {
            return;
        }
        gateClosed = early == null && commits.gateDue().test(committed);
        // A stop waits for the gate to open: what the verdict changes is part of what is resumed.
        ended = early != null || (endAsked && !gateClosed);
        if (ended) {
            return;
        }
        if (gateClosed) {
            requireFinite();
        }
        if (!broken
                && (gateClosed || commits.checkpointDue().test(committed))
                && averager.finite()) {
            send(averager.state(StepMemory.of(log, watch)));
        }
    }

    private void send(TrainingState state) {
        sentStep = state.step();
        states.send(state);
    }

    @Override
    public void finish() {
        if (stops.abandoned().getAsBoolean()) {
            return;
        }
        if (!broken) {
            ended = false;
            if (committedHere > 0 && !log.tells(averager.step() - 1)) {
                gatherLayers();
            }
            if (rank == 0) {
                log.ended(averager);
            }
            requireFinite();
        }
        send(broken ? averager.lastFiniteState() : averager.state(StepMemory.of(log, watch)));
    }

    /** There is no further loss to tell whether the last update has left finite parameters. */
    private void requireFinite() {
        if (!averager.finite()) {
            broken = true;
            if (rank == 0) {
                endings.lossNotFinite(averager.step() - 1, Double.NaN);
            }
        }
    }

    private void turn() {
        int frames = takeIn();
        advance();
        pause(frames);
    }

    /** What is summed meanwhile is updated later: a frame that was refused goes out first. */
    private void turnWhileRefused() {
        pause(takeIn());
    }

    private void pause(int frames) {
        if (frames > 0) {
            waiting = false;
        } else if (!waiting) {
            waiting = true;
            deadline.beginWait(nanoClock.getAsLong());
        } else if (deadline.expired(nanoClock.getAsLong())) {
            throw new StepException(overdue());
        }
        idle.idle(frames);
    }

    /** True when the frame is to be tried again; it is given up when training is over here. */
    private boolean refused(int result) {
        if (result == SendResult.SENT) {
            waiting = false;
            return false;
        }
        if (result == SendResult.CLOSED) {
            throw new StepException(
                    "the stream of worker rank " + rank + " was closed in step " + (step + 1));
        }
        return !over();
    }

    private int takeIn() {
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

    private void onFrame(FrameFlyweight frame) {
        boolean isDue =
                switch (frame.type()) {
                    case LOSS -> onLoss(frame);
                    case PARTIAL_SUM -> onPartialSum(frame);
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
        if (leaf < 0
                || ranges.owner(bucket) != rank
                || frame.offset() != buckets.offset(bucket)
                || frame.floats() != buckets.length(bucket)
                || partialSums.has(leaf, bucket)) {
            return false;
        }
        frame.copyFloats(partialSums.staging(leaf), buckets.offset(bucket));
        if (partialSums.arrived(leaf, bucket)) {
            summed.add(bucket);
        }
        return true;
    }

    private boolean onParameters(FrameFlyweight frame) {
        int bucket = frame.bucket();
        if (frame.step() != step + 1
                || ranges.owner(bucket) != frame.senderRank()
                || frame.offset() != buckets.offset(bucket)
                || frame.floats() != buckets.length(bucket)
                || taken[bucket]) {
            return false;
        }
        frame.copyFloats(averager.next(), buckets.offset(bucket));
        taken[bucket] = true;
        averager.arrived();
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
        int rankFrom = averager.figuresFrom(kind, frame.senderRank());
        int rankTo = averager.figuresTo(kind, frame.senderRank());
        if (from < rankFrom || from + frame.doubles() > rankTo) {
            return false;
        }
        frame.copyDoubles(averager.figures(kind), from);
        if (kind == FigureKind.SQUARES) {
            squaresMissing -= frame.doubles();
        }
        return true;
    }

    private String overdue() {
        StringBuilder words = new StringBuilder();
        words.append("step ")
                .append(step + 1)
                .append(" is not complete in worker rank ")
                .append(rank)
                .append(", and nothing has moved for ")
                .append(deadline.words());
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
        return words.append("; is that worker suspended or overloaded?").toString();
    }

    private String firstOwed(int from) {
        for (int leaf = 0; leaf < layout.tree().leaves(); leaf++) {
            if (layout.rankOf(leaf) != from) {
                continue;
            }
            for (int bucket = ranges.to(rank) - 1; bucket >= ranges.from(rank); bucket--) {
                if (!partialSums.has(leaf, bucket)) {
                    return "the partial sum of bucket "
                            + bucket
                            + " of slices "
                            + layout.tree().node(leaf).lo()
                            + " to "
                            + (layout.tree().node(leaf).hi() - 1);
                }
            }
        }
        for (int bucket = ranges.to(from) - 1; bucket >= ranges.from(from); bucket--) {
            if (!taken[bucket]) {
                return "the parameters of bucket " + bucket;
            }
        }
        return "its figures of the gradient";
    }

    @Override
    public long stateStep() {
        return sentStep;
    }

    @Override
    public ExchangeTimes times() {
        return new ExchangeTimes(
                computeNanos,
                communicateNanos + states.communicateNanos(),
                waitNanos,
                gradientBytes,
                mesh.droppedFrames());
    }
}
