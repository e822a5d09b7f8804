package glissade.averaging;

import glissade.collective.Buckets;
import glissade.collective.MergeTree;
import glissade.collective.StepLayout;
import glissade.plane.Broadcast;
import glissade.plane.FrameFlyweight;
import glissade.plane.FrameHandler;
import glissade.plane.FrameHeader;
import glissade.plane.PlaneReceiver;
import glissade.plane.SendResult;
import glissade.timeline.Phase;
import glissade.timeline.PhaseClock;
import java.util.List;

/**
 * One generation of star averaging: one averager that owns every bucket, here, for all workers.
 * Broadcasts the parameters of a step, gathers the partial sums, and broadcasts each bucket of the
 * next step as soon as it is updated, while others still arrive. Losses of a step come ahead of its
 * partial sums on every stream, so the verdict on them is known before the first update. Allocates
 * nothing between checkpoints.
 */
final class StarAveraging implements HostedGeneration {

    private static final int FRAMES_A_POLL = 16;

    private final AveragingHost.Generation generation;
    private final Averager averager;
    private final Buckets buckets;
    private final Buckets frames;
    private final PartialSums partialSums;
    private final Handshake handshake;
    private final BucketQueue outgoing;
    private final BucketQueue summed;
    private final List<PlaneReceiver> receivers;
    private final Broadcast broadcast;
    private final CommitWatch watch;
    private final StepLog log;
    private final AveragingEvents events;
    private final PhaseClock clock;
    private final StepDeadline deadline;
    private final FrameHeader header = new FrameHeader();
    private final FrameHandler handler = this::onFrame;
    private StepLayout layout;
    private long outgoingStep;

    /** Frames of the first outgoing bucket that are sent. */
    private int outgoingFrames;

    private boolean gateClosed;
    private boolean lossComplete;
    private boolean lossIsFinite;
    private boolean started;
    private boolean endRequested;
    private boolean ended;

    StarAveraging(
            AveragingHost.Generation generation,
            Averager averager,
            PartialSums partialSums,
            List<PlaneReceiver> receivers,
            Broadcast broadcast,
            CommitWatch watch,
            StepLog log,
            AveragingEvents events,
            PhaseClock clock) {
        this.generation = generation;
        this.averager = averager;
        this.buckets = averager.buckets();
        this.frames = buckets.frames();
        this.partialSums = partialSums;
        this.receivers = receivers;
        this.broadcast = broadcast;
        this.watch = watch;
        this.log = log;
        this.events = events;
        this.clock = clock;
        this.handshake = new Handshake(receivers.size());
        this.outgoing = new BucketQueue(buckets.count());
        this.summed = new BucketQueue(buckets.count());
        this.outgoingStep = averager.step();
        this.layout = generation.assignment().layout(averager.step());
        this.deadline = new StepDeadline(generation.pauseSteps());
        deadline.beginWait(clock.now());
    }

    @Override
    public int work() {
        int frames = 0;
        for (int rank = 0; rank < receivers.size(); rank++) {
            frames += receivers.get(rank).poll(handler, FRAMES_A_POLL);
        }
        if (!started && handshake.complete()) {
            start();
        }
        frames += send();
        updateSummed();
        if (frames == 0 && !ended && waitsInVain(clock.now())) {
            ended = true;
            events.failed(overdue());
        }
        if (frames == 0) {
            clock.mark(ended ? Phase.IDLE : Phase.WAIT);
        }
        return frames;
    }

    /** Whether nothing has come for too long, as far as those that send are alive or not. */
    private boolean waitsInVain(long nowNanos) {
        if (!deadline.expired(nowNanos)) {
            return false;
        }
        for (int rank = 0; rank < receivers.size(); rank++) {
            if (receivers.get(rank).lost()) {
                return true;
            }
        }
        return deadline.expiredAmongLiving(nowNanos);
    }

    private void start() {
        started = true;
        log.start();
        for (int bucket = 0; bucket < buckets.count(); bucket++) {
            outgoing.add(bucket);
        }
        if (averager.step() == generation.endStep()) {
            end();
        } else {
            beginStep();
        }
    }

    private void beginStep() {
        layout = generation.assignment().layout(averager.step());
        partialSums.begin(layout.tree());
        lossComplete = false;
        lossIsFinite = false;
        if (!gateClosed) {
            averager.begin(layout.samples());
        }
        clock.step(averager.step());
        deadline.beginStep(clock.now());
    }

    private void onFrame(FrameFlyweight frame) {
        switch (frame.type()) {
            case HELLO -> handshake.greet(frame.senderRank());
            case LOSS -> onLoss(frame);
            case PARTIAL_SUM, PARTIAL_SUM_BF16, PARTIAL_SUM_FP16 -> onPartialSum(frame);
            // A worker has no business sending these to an averager.
            case PARTIAL_SUM_SPARSE, PARAMETERS, STATE, STATE_END, MOMENTS, TRANSFORM, FIGURES -> {}
        }
    }

    /**
     * The leaf that a frame of the step at hand speaks of, or -1 when it was not planned or comes
     * too late.
     */
    private int leafOf(FrameFlyweight frame) {
        if (ended || frame.step() != averager.step()) {
            return -1;
        }
        int leaf = layout.tree().leafOf(frame.nodeLo(), frame.nodeHi());
        return leaf >= 0 && layout.rankOf(leaf) == frame.senderRank() ? leaf : -1;
    }

    private void onLoss(FrameFlyweight frame) {
        int leaf = leafOf(frame);
        if (leaf < 0 || frame.doubles() != 1 || !partialSums.lossArrived(leaf, frame.doubleAt(0))) {
            return;
        }
        lossComplete = true;
        if (!gateClosed) {
            judgeLoss();
        }
    }

    private void judgeLoss() {
        lossIsFinite = averager.loss(partialSums.lossSum());
        if (!lossIsFinite) {
            ended = true;
            events.lossNotFinite(averager.step(), averager.meanLoss(), averager.lastFiniteState());
        }
    }

    private void onPartialSum(FrameFlyweight frame) {
        int leaf = leafOf(frame);
        if (leaf < 0 || !partialSums.fits(leaf, frame)) {
            return;
        }
        clock.mark(Phase.REDUCE);
        if (partialSums.take(leaf, frame)) {
            summed.add(frame.bucket());
            updateSummed();
        }
    }

    /**
     * Updates what is summed once the gate is open and the loss is known to be finite, unless
     * parameters of the step at hand are still on their way out: a worker without slices may lag
     * behind the others' sums, and a frame goes to all workers before the next goes to any.
     */
    private void updateSummed() {
        while (lossIsFinite
                && !summed.isEmpty()
                && (outgoing.isEmpty() || outgoingStep > averager.step())) {
            clock.mark(Phase.UPDATE);
            int bucket = summed.first();
            summed.removeFirst();
            averager.gathered(bucket, partialSums.sums());
            applyReady();
        }
    }

    private void applyReady() {
        while (averager.hasReady()) {
            int bucket = averager.apply();
            outgoingStep = averager.step() + 1;
            outgoing.add(bucket);
        }
        if (averager.complete()) {
            commit();
        }
    }

    private void commit() {
        clock.mark(Phase.COMMIT);
        averager.commit();
        log.committed(averager);
        long committed = averager.step();
        EarlyEnd early = watch.committed(averager);
        LossWarning warning = watch.warning();
        if (warning != null) {
            events.warned(warning);
        }
        if (early != null && committed < generation.endStep()) {
            events.endsEarly(early);
        }
        boolean atGate = generation.gateDue().test(committed);
        // A stop waits for the gate to open: what the verdict changes is part of what is resumed.
        if (committed == generation.endStep() || early != null || (endRequested && !atGate)) {
            log.ended(averager);
            end();
            return;
        }
        gateClosed = atGate;
        if (gateClosed || generation.checkpointDue().test(committed)) {
            if (averager.finite()) {
                events.stateTaken(state());
            } else if (gateClosed) {
                end();
                return;
            }
        }
        beginStep();
    }

    /**
     * The last parameters are still broadcast, since the workers evaluate them. There is no further
     * loss to tell whether the last update has left them finite.
     */
    private void end() {
        ended = true;
        if (averager.finite()) {
            events.ended(state());
        } else {
            events.lossNotFinite(averager.step() - 1, Double.NaN, averager.lastFiniteState());
        }
    }

    private TrainingState state() {
        return averager.state(StepMemory.of(log, watch));
    }

    private int send() {
        int sent = 0;
        if (!outgoing.isEmpty() && clock.phase() != Phase.WAIT) {
            clock.mark(Phase.PUBLISH);
        }
        while (!outgoing.isEmpty()) {
            int bucket = outgoing.first();
            int frame = buckets.firstFrame(bucket) + outgoingFrames;
            float[] source =
                    outgoingStep == averager.step() ? averager.parameters() : averager.next();
            header.parameters(generation.number(), outgoingStep, bucket, frames.offset(frame));
            if (broadcast.trySend(header, source, frames.offset(frame), frames.length(frame))
                    != SendResult.SENT) {
                return sent;
            }
            outgoingFrames++;
            if (frame + 1 == buckets.endFrame(bucket)) {
                outgoing.removeFirst();
                outgoingFrames = 0;
            }
            sent++;
            clock.mark(Phase.PUBLISH);
        }
        return sent;
    }

    @Override
    public void endAtCommit() {
        endRequested = true;
    }

    @Override
    public void proceed(Verdict verdict) {
        if (!gateClosed || verdict.step() != averager.step()) {
            return;
        }
        gateClosed = false;
        if (!verdict.goOn() || endRequested) {
            log.ended(averager);
            end();
            return;
        }
        averager.rateFactor(verdict.rateFactor());
        averager.begin(layout.samples());
        deadline.beginWait(clock.now());
        if (lossComplete) {
            judgeLoss();
        }
    }

    @Override
    public void close() {
        receivers.forEach(PlaneReceiver::close);
        broadcast.close();
    }

    private String overdue() {
        if (!started) {
            return handshake.overdue(deadline);
        }
        MergeTree tree = layout.tree();
        for (int leaf = 0; leaf < tree.leaves(); leaf++) {
            int bucket = partialSums.firstMissing(leaf);
            if (bucket >= 0) {
                return "no partial sum of step "
                        + (averager.step() + 1)
                        + " from worker rank "
                        + layout.rankOf(leaf)
                        + " within "
                        + deadline.words()
                        + ": bucket "
                        + bucket
                        + " of slices "
                        + tree.node(leaf).lo()
                        + " to "
                        + (tree.node(leaf).hi() - 1)
                        + " is missing, with "
                        + partialSums.missing(leaf)
                        + " of "
                        + buckets.count()
                        + " buckets in all; is that worker suspended or overloaded?";
            }
        }
        return "step " + (averager.step() + 1) + " was not completed within " + deadline.words();
    }
}
