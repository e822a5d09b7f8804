package glissade.averaging;

import glissade.collective.EpochShape;
import glissade.collective.MergeTree;
import glissade.collective.Replication;
import glissade.collective.Rounds;
import glissade.collective.SliceShares;
import glissade.math.Kernels;
import glissade.optim.Schedule;
import glissade.plane.FrameFlyweight;
import glissade.timeline.PhaseClock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what the replicas of local descent tell of the steps of a round, and the sums of the
 * states that they have come to; their mean is the next state.
 */
final class RoundGathering implements Gathering {

    private final ReplicaAverager averager;
    private final SliceShares holders;
    private final MergeTree tree;
    private final PartialSums partialSums;
    private final Rounds rounds;
    private final RoundFigures figures;
    private final Schedule schedule;
    private final CommitLog log;
    private final AveragingEvents events;
    private final PhaseClock clock;
    private double rateFactor;
    private long roundNanos;
    private long toldNanos;

    /** Takes the place of a step's, under a generation with replicas. */
    RoundGathering(
            AveragingHost.Generation generation,
            AveragingHost.Settings settings,
            AveragingEvents events,
            PhaseClock clock) {
        EpochShape shape = generation.assignment().shape();
        Replication replication = Objects.requireNonNull(generation.replication());
        Kernels kernels = Kernels.create();
        this.events = events;
        this.clock = clock;
        this.schedule = settings.schedule();
        this.rounds = replication.rounds(shape, generation.endStep());
        this.holders = replication.holders(generation.streams().gradientSessions().size());
        this.tree = new MergeTree(replication.replicas(), holders.nodes());
        this.averager = new ReplicaAverager(replication, generation.initial(), kernels);
        this.partialSums = new PartialSums(averager.buckets(), kernels, tree, tree.leaves());
        this.figures = new RoundFigures(replication, rounds);
        this.log = settings.commitLog(generation, () -> toldNanos, events);
    }

    @Override
    public int longestSteps() {
        return rounds.longest();
    }

    @Override
    public PartialSums partialSums() {
        return partialSums;
    }

    @Override
    public long step() {
        return averager.step();
    }

    @Override
    public void start(BucketBroadcast outgoing) {
        roundNanos = clock.now();
        toldNanos = roundNanos;
        log.start();
        outgoing.addAll(averager.step(), averager.state());
    }

    @Override
    public void begin() {
        partialSums.begin(tree);
        figures.begin(averager.step());
    }

    @Override
    public void open(double ofRates) {
        rateFactor = ofRates;
    }

    @Override
    public int leafOf(FrameFlyweight frame) {
        return frame.step() == averager.step()
                        && holds(frame.senderRank(), frame.nodeLo(), frame.nodeHi())
                ? tree.leafOf(frame.nodeLo(), frame.nodeHi())
                : -1;
    }

    private boolean holds(int rank, int lo, int hi) {
        return holders.from(rank) <= lo && hi <= holders.to(rank);
    }

    @Override
    public boolean takeLoss(FrameFlyweight frame) {
        int replica = frame.nodeLo();
        if (frame.step() < figures.start()
                || frame.step() >= figures.end()
                || frame.doubles() != RoundFigures.KINDS
                || frame.nodeHi() != replica + 1
                || !holds(frame.senderRank(), replica, replica + 1)) {
            return false;
        }
        figures.arrived(frame.step(), replica, frame);
        return figures.complete();
    }

    /** A round with a loss that is not finite comes to nothing. */
    @Override
    public boolean judgeLoss() {
        for (long step = figures.start(); step < figures.end(); step++) {
            figures.turnTo(step, 0);
            double loss = figures.meanLoss();
            if (!Double.isFinite(loss)) {
                events.lossNotFinite(step, loss, averager.lastFiniteState());
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean average(int bucket, BucketBroadcast outgoing) {
        averager.gathered(bucket, partialSums.sums());
        outgoing.add(figures.end(), bucket, averager.next());
        return averager.complete();
    }

    /** The steps of the round take equal parts of its time; the first early end is told. */
    @Override
    public @Nullable EarlyEnd commit() {
        averager.commit(figures.end());
        EarlyEnd early = null;
        long now = clock.now();
        long steps = figures.end() - figures.start();
        for (long step = figures.start(); step < figures.end(); step++) {
            figures.turnTo(step, schedule.learningRate(step) * rateFactor);
            toldNanos = roundNanos + (now - roundNanos) * (step + 1 - figures.start()) / steps;
            EarlyEnd one = log.committed(figures);
            early = early == null ? one : early;
        }
        roundNanos = now;
        return early;
    }

    @Override
    public void endHere() {
        log.ended(figures);
    }

    @Override
    public @Nullable TrainingState state() {
        return averager.finite() ? averager.trainingState(log.memory()) : null;
    }

    @Override
    public TrainingState lastFiniteState() {
        return averager.lastFiniteState();
    }

    @Override
    public String name() {
        return "the round of steps " + (figures.start() + 1) + " to " + figures.end();
    }

    @Override
    public String late(int leaf) {
        int rank = 0;
        while (!holds(rank, tree.node(leaf).lo(), tree.node(leaf).hi())) {
            rank++;
        }
        return name() + " was not completed by worker rank " + rank;
    }

    @Override
    public String units() {
        return "the sum of replicas";
    }
}
