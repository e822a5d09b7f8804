package glissade.averaging;

import glissade.plane.FrameFlyweight;
import glissade.plane.FrameHandler;
import glissade.timeline.Phase;
import glissade.timeline.PhaseClock;

/**
 * One generation of star averaging: one averager that owns every bucket, here, for all workers.
 * Broadcasts the vector of a commit, gathers the partial sums, and broadcasts each bucket of the
 * next commit as soon as it is averaged, while others still arrive. Losses come ahead of partial
 * sums on every stream, so the verdict on them is known before the first update. Allocates nothing
 * between checkpoints.
 */
final class StarAveraging implements HostedGeneration {

    private static final int FRAMES_A_POLL = 16;

    /** How far the generation is. */
    private enum Course {
        GREETING,
        AVERAGING,
        ENDED
    }

    private final AveragingHost.Generation generation;
    private final Gathering gathering;
    private final PartialSums partialSums;
    private final WorkerStreams streams;
    private final AveragingEvents events;
    private final PhaseClock clock;
    private final Handshake handshake;
    private final BucketBroadcast outgoing;
    private final BucketQueue summed;
    private final StepDeadline deadline;
    private final FrameHandler handler = this::onFrame;
    private Course course = Course.GREETING;
    private double rateFactor;
    private boolean gateClosed;
    private boolean lossComplete;
    private boolean lossIsFinite;
    private boolean endRequested;

    StarAveraging(
            AveragingHost.Generation generation,
            Gathering gathering,
            WorkerStreams streams,
            AveragingEvents events,
            PhaseClock clock) {
        this.generation = generation;
        this.gathering = gathering;
        this.partialSums = gathering.partialSums();
        this.streams = streams;
        this.events = events;
        this.clock = clock;
        this.rateFactor = generation.rateFactor();
        this.handshake = new Handshake(streams.endpoints());
        this.outgoing =
                new BucketBroadcast(
                        generation.number(), partialSums.buckets(), streams.broadcast(), clock);
        this.summed = new BucketQueue(partialSums.buckets().count());
        this.deadline = new StepDeadline(generation.pauseSteps(), gathering.longestSteps());
        deadline.beginWait(clock.now());
    }

    @Override
    public int work() {
        int frames = streams.poll(handler, FRAMES_A_POLL);
        if (course == Course.GREETING && handshake.complete()) {
            start();
        }
        frames += outgoing.send();
        averageSummed();
        if (frames == 0 && course != Course.ENDED && waitsInVain(clock.now())) {
            String overdue = overdue();
            course = Course.ENDED;
            events.failed(overdue);
        }
        if (frames == 0) {
            clock.mark(course == Course.ENDED ? Phase.IDLE : Phase.WAIT);
        }
        return frames;
    }

    /** Whether nothing has come for too long, as far as those that send are alive or not. */
    private boolean waitsInVain(long nowNanos) {
        return deadline.expired(nowNanos)
                && (streams.anyLost() || deadline.expiredAmongLiving(nowNanos));
    }

    private void start() {
        course = Course.AVERAGING;
        gathering.start(outgoing);
        begin();
    }

    private void begin() {
        gathering.begin();
        lossComplete = false;
        lossIsFinite = false;
        if (!gateClosed) {
            gathering.open(rateFactor);
        }
        clock.step(gathering.step());
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

    private void onLoss(FrameFlyweight frame) {
        if (course == Course.AVERAGING && !lossComplete && gathering.takeLoss(frame)) {
            lossComplete = true;
            judgeLoss();
        }
    }

    private void judgeLoss() {
        if (lossComplete && !gateClosed) {
            lossIsFinite = gathering.judgeLoss();
            if (!lossIsFinite) {
                course = Course.ENDED;
            }
        }
    }

    private void onPartialSum(FrameFlyweight frame) {
        int leaf = course == Course.AVERAGING ? gathering.leafOf(frame) : -1;
        if (leaf < 0 || !partialSums.fits(leaf, frame)) {
            return;
        }
        clock.mark(Phase.REDUCE);
        if (partialSums.take(leaf, frame)) {
            summed.add(frame.bucket());
            averageSummed();
        }
    }

    /**
     * Averages what is summed once the gate is open and the loss is known to be finite, unless the
     * vector at hand is still on its way out: a worker without slices may lag behind the others'
     * sums, and a frame goes to all workers before the next goes to any.
     */
    private void averageSummed() {
        while (lossIsFinite
                && course == Course.AVERAGING
                && !summed.isEmpty()
                && !outgoing.owes(gathering.step())) {
            clock.mark(Phase.UPDATE);
            int bucket = summed.first();
            summed.removeFirst();
            if (gathering.average(bucket, outgoing)) {
                commit();
            }
        }
    }

    private void commit() {
        clock.mark(Phase.COMMIT);
        EarlyEnd early = gathering.commit();
        long committed = gathering.step();
        if (early != null && committed < generation.endStep()) {
            events.endsEarly(early);
        }
        boolean atGate = generation.gateDue().test(committed);
        // A stop waits for the gate to open: what the verdict changes is part of what is resumed.
        if (committed == generation.endStep() || early != null || (endRequested && !atGate)) {
            gathering.endHere();
            end();
            return;
        }
        gateClosed = atGate;
        if (gateClosed || generation.checkpointDue().test(committed)) {
            TrainingState state = gathering.state();
            if (state != null) {
                events.stateTaken(state);
            } else if (gateClosed) {
                end();
                return;
            }
        }
        begin();
    }

    /**
     * The last vector is still broadcast, since the workers evaluate it. There is no further loss
     * to tell whether the last update has left it finite.
     */
    private void end() {
        course = Course.ENDED;
        TrainingState state = gathering.state();
        if (state != null) {
            events.ended(state);
        } else {
            events.lossNotFinite(gathering.step() - 1, Double.NaN, gathering.lastFiniteState());
        }
    }

    @Override
    public void endAtCommit() {
        endRequested = true;
    }

    @Override
    public void proceed(Verdict verdict) {
        if (!gateClosed || verdict.step() != gathering.step()) {
            return;
        }
        gateClosed = false;
        if (!verdict.goOn() || endRequested) {
            end();
            return;
        }
        rateFactor = verdict.rateFactor();
        gathering.open(rateFactor);
        deadline.beginWait(clock.now());
        judgeLoss();
    }

    @Override
    public void close() {
        streams.close();
    }

    private String overdue() {
        if (course == Course.GREETING) {
            return handshake.overdue(deadline.words());
        }
        String within = " within " + deadline.words();
        for (int leaf = 0; leaf < partialSums.leaves(); leaf++) {
            String missing = partialSums.missing(leaf, gathering.units());
            if (missing != null) {
                return gathering.late(leaf)
                        + within
                        + ": "
                        + missing
                        + "; is that worker suspended or overloaded?";
            }
        }
        return gathering.name() + " was not completed" + within;
    }
}
