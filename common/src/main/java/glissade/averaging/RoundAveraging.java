package glissade.averaging;

import glissade.collective.Buckets;
import glissade.collective.EpochShape;
import glissade.collective.MergeTree;
import glissade.collective.Replication;
import glissade.collective.Rounds;
import glissade.collective.SliceShares;
import glissade.math.Kernels;
import glissade.optim.Schedule;
import glissade.plane.Broadcast;
import glissade.plane.FrameFlyweight;
import glissade.plane.FrameHandler;
import glissade.plane.FrameHeader;
import glissade.plane.PlaneReceiver;
import glissade.plane.SendResult;
import glissade.timeline.Phase;
import glissade.timeline.PhaseClock;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One generation of local descent: broadcasts the state of a synchronisation, and gathers what the
 * replicas tell of the steps of a round and the sums of the states that they have come to; their
 * mean is the next state. It is broadcast bucket by bucket, once no number of the round is known to
 * be other than finite. What training without replicas does after each step is done after each
 * round: rows, checkpoints, gates and ends. Allocates nothing between checkpoints and rows.
 */
final class RoundAveraging implements HostedGeneration {

    private static final int FRAMES_A_POLL = 16;

    private final AveragingHost.Generation generation;
    private final ReplicaAverager averager;
    private final Buckets buckets;
    private final Rounds rounds;
    private final SliceShares holders;
    private final MergeTree tree;
    private final PartialSums partialSums;
    private final RoundFigures figures;
    private final Schedule schedule;
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
    private double rateFactor;
    private long outgoingStep;
    private long roundNanos;
    private long toldNanos;
    private boolean gateClosed;
    private boolean judged;
    private boolean started;
    private boolean endRequested;
    private boolean ended;

    /** Takes the place of an averager of gradients, under a generation with replicas. */
    RoundAveraging(
            AveragingHost.Generation generation,
            AveragingHost.Settings settings,
            Kernels kernels,
            List<PlaneReceiver> receivers,
            Broadcast broadcast,
            AveragingEvents events,
            PhaseClock clock) {
        EpochShape shape = generation.assignment().shape();
        Replication replication = Objects.requireNonNull(generation.replication());
        this.generation = generation;
        this.receivers = receivers;
        this.broadcast = broadcast;
        this.events = events;
        this.clock = clock;
        this.schedule = settings.schedule();
        this.rateFactor = generation.rateFactor();
        this.rounds = replication.rounds(shape, generation.endStep());
        this.holders = replication.holders(receivers.size());
        this.tree = new MergeTree(replication.replicas(), holders.nodes());
        this.averager = new ReplicaAverager(replication, generation.initial(), kernels);
        this.buckets = averager.buckets();
        this.partialSums = new PartialSums(buckets, kernels, tree, tree.leaves());
        this.figures = new RoundFigures(replication, rounds);
        this.watch = new CommitWatch(settings.endRules(), shape);
        this.log =
                new StepLog(
                        shape, settings.logEvery(), generation.endStep(), () -> toldNanos, events);
        generation.initial().memory().recall(log, watch);
        this.handshake = new Handshake(receivers.size());
        this.outgoing = new BucketQueue(buckets.count());
        this.summed = new BucketQueue(buckets.count());
        this.outgoingStep = averager.step();
        this.deadline = new StepDeadline(generation.pauseSteps(), rounds.longest());
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
        judge();
        takeSummed();
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
        roundNanos = clock.now();
        toldNanos = roundNanos;
        log.start();
        for (int bucket = 0; bucket < buckets.count(); bucket++) {
            outgoing.add(bucket);
        }
        beginRound();
    }

    private void beginRound() {
        partialSums.begin(tree);
        figures.begin(averager.step());
        judged = false;
        clock.step(averager.step());
        deadline.beginStep(clock.now());
    }

    private void onFrame(FrameFlyweight frame) {
        switch (frame.type()) {
            case HELLO -> handshake.greet(frame.senderRank());
            case LOSS -> onFigures(frame);
            case PARTIAL_SUM -> onPartialSum(frame);
            // A worker has no business sending these here.
            case PARTIAL_SUM_BF16,
                    PARTIAL_SUM_FP16,
                    PARTIAL_SUM_SPARSE,
                    PARAMETERS,
                    STATE,
                    STATE_END,
                    MOMENTS,
                    TRANSFORM,
                    FIGURES -> {}
        }
    }

    private void onFigures(FrameFlyweight frame) {
        int replica = frame.nodeLo();
        if (!started
                || ended
                || frame.step() < figures.start()
                || frame.step() >= figures.end()
                || frame.doubles() != RoundFigures.KINDS
                || frame.nodeHi() != replica + 1
                || !holds(frame.senderRank(), replica, replica + 1)) {
            return;
        }
        figures.arrived(frame.step(), replica, frame);
    }

    private boolean holds(int rank, int lo, int hi) {
        return holders.from(rank) <= lo && hi <= holders.to(rank);
    }

    private void onPartialSum(FrameFlyweight frame) {
        int leaf = tree.leafOf(frame.nodeLo(), frame.nodeHi());
        if (!started
                || ended
                || frame.step() != averager.step()
                || leaf < 0
                || !holds(frame.senderRank(), frame.nodeLo(), frame.nodeHi())
                || !partialSums.fits(leaf, frame)) {
            return;
        }
        clock.mark(Phase.REDUCE);
        if (partialSums.take(leaf, frame)) {
            summed.add(frame.bucket());
        }
    }

    /** The losses of all steps are there: a round with one that is not finite comes to nothing. */
    private void judge() {
        if (judged || ended || gateClosed || !started || !figures.complete()) {
            return;
        }
        for (long step = figures.start(); step < figures.end(); step++) {
            figures.turnTo(step, 0);
            double loss = figures.meanLoss();
            if (!Double.isFinite(loss)) {
                ended = true;
                events.lossNotFinite(step, loss, averager.lastFiniteState());
                return;
            }
        }
        judged = true;
    }

    /**
     * Averages what is summed, unless the state at hand is still on its way out: a worker without
     * replicas may lag behind, and a frame goes to all workers before the next goes to any.
     */
    private void takeSummed() {
        while (judged
                && !ended
                && !summed.isEmpty()
                && (outgoing.isEmpty() || outgoingStep > averager.step())) {
            clock.mark(Phase.UPDATE);
            int bucket = summed.first();
            summed.removeFirst();
            averager.gathered(bucket, partialSums.sums());
            outgoingStep = figures.end();
            outgoing.add(bucket);
            if (averager.complete()) {
                commit();
            }
        }
    }

    private void commit() {
        clock.mark(Phase.COMMIT);
        averager.commit(figures.end());
        long committed = averager.step();
        EarlyEnd early = tell();
        if (early != null && committed < generation.endStep()) {
            events.endsEarly(early);
        }
        boolean atGate = generation.gateDue().test(committed);
        // A stop waits for the gate to open: what the verdict changes is part of what is resumed.
        if (committed == generation.endStep() || early != null || (endRequested && !atGate)) {
            log.ended(figures);
            end();
            return;
        }
        gateClosed = atGate;
        if (gateClosed || generation.checkpointDue().test(committed)) {
            if (averager.finite()) {
                events.stateTaken(averager.trainingState(StepMemory.of(log, watch)));
            } else if (gateClosed) {
                end();
                return;
            }
        }
        beginRound();
    }

    /** Tells of the steps of the round, which take equal parts of its time; the first early end. */
    private @Nullable EarlyEnd tell() {
        EarlyEnd early = null;
        long now = clock.now();
        long steps = figures.end() - figures.start();
        for (long step = figures.start(); step < figures.end(); step++) {
            figures.turnTo(step, schedule.learningRate(step) * rateFactor);
            toldNanos = roundNanos + (now - roundNanos) * (step + 1 - figures.start()) / steps;
            log.committed(figures);
            EarlyEnd one = watch.committed(figures);
            early = early == null ? one : early;
            LossWarning warning = watch.warning();
            if (warning != null) {
                events.warned(warning);
            }
        }
        roundNanos = now;
        return early;
    }

    /**
     * The last state is still broadcast, since the workers evaluate it. There is no further loss to
     * tell whether the last round has left it finite.
     */
    private void end() {
        ended = true;
        if (averager.finite()) {
            events.ended(averager.trainingState(StepMemory.of(log, watch)));
        } else {
            events.lossNotFinite(averager.step() - 1, Double.NaN, averager.lastFiniteState());
        }
    }

    private int send() {
        int sent = 0;
        if (!outgoing.isEmpty() && clock.phase() != Phase.WAIT) {
            clock.mark(Phase.PUBLISH);
        }
        while (!outgoing.isEmpty()) {
            int bucket = outgoing.first();
            float[] source = outgoingStep == averager.step() ? averager.state() : averager.next();
            header.parameters(generation.number(), outgoingStep, bucket, buckets.offset(bucket));
            if (broadcast.trySend(header, source, buckets.offset(bucket), buckets.length(bucket))
                    != SendResult.SENT) {
                return sent;
            }
            outgoing.removeFirst();
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
            end();
            return;
        }
        rateFactor = verdict.rateFactor();
        deadline.beginWait(clock.now());
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
        String round = "the round of steps " + (figures.start() + 1) + " to " + figures.end() + " ";
        for (int leaf = 0; leaf < tree.leaves(); leaf++) {
            int bucket = partialSums.firstMissing(leaf);
            if (bucket >= 0) {
                int rank = 0;
                while (!holds(rank, tree.node(leaf).lo(), tree.node(leaf).hi())) {
                    rank++;
                }
                return round
                        + "was not completed by worker rank "
                        + rank
                        + " within "
                        + deadline.words()
                        + ": bucket "
                        + bucket
                        + " of the sum of replicas "
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
        return round + "was not completed within " + deadline.words();
    }
}
