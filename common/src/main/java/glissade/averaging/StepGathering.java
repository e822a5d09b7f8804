package glissade.averaging;

import glissade.collective.Assignment;
import glissade.collective.Buckets;
import glissade.collective.StepLayout;
import glissade.math.Kernels;
import glissade.plane.FrameFlyweight;
import org.jspecify.annotations.Nullable;

/** Gathers the gradient sums of one step after another, and takes the optimizer's steps. */
final class StepGathering implements Gathering {

    private final Assignment assignment;
    private final Averager averager;
    private final PartialSums partialSums;
    private final CommitLog log;
    private final AveragingEvents events;
    private StepLayout layout;

    StepGathering(
            AveragingHost.Generation generation,
            AveragingHost.Settings settings,
            Buckets buckets,
            AveragingEvents events) {
        Kernels kernels = Kernels.create();
        this.assignment = generation.assignment();
        this.events = events;
        this.averager =
                new Averager(
                        buckets,
                        settings.layout(),
                        settings.objective(),
                        settings.optimizer().create(),
                        settings.schedule(),
                        kernels,
                        generation.initial());
        this.partialSums = new PartialSums(buckets, kernels, assignment);
        this.layout = assignment.layout(averager.step());
        this.log = settings.commitLog(generation, settings.nanoClock(), events);
    }

    @Override
    public int longestSteps() {
        return 1;
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
        log.start();
        outgoing.addAll(averager.step(), averager.parameters());
    }

    @Override
    public void begin() {
        layout = assignment.layout(averager.step());
        partialSums.begin(layout.tree());
    }

    @Override
    public void open(double rateFactor) {
        averager.rateFactor(rateFactor);
        averager.begin(layout.samples());
    }

    @Override
    public int leafOf(FrameFlyweight frame) {
        if (frame.step() != averager.step()) {
            return -1;
        }
        int leaf = layout.tree().leafOf(frame.nodeLo(), frame.nodeHi());
        return leaf >= 0 && layout.rankOf(leaf) == frame.senderRank() ? leaf : -1;
    }

    @Override
    public boolean takeLoss(FrameFlyweight frame) {
        int leaf = leafOf(frame);
        return leaf >= 0
                && frame.doubles() == 1
                && partialSums.lossArrived(leaf, frame.doubleAt(0));
    }

    @Override
    public boolean judgeLoss() {
        boolean finite = averager.loss(partialSums.lossSum());
        if (!finite) {
            events.lossNotFinite(averager.step(), averager.meanLoss(), averager.lastFiniteState());
        }
        return finite;
    }

    @Override
    public boolean average(int bucket, BucketBroadcast outgoing) {
        averager.gathered(bucket, partialSums.sums());
        while (averager.hasReady()) {
            outgoing.add(averager.step() + 1, averager.apply(), averager.next());
        }
        return averager.complete();
    }

    @Override
    public @Nullable EarlyEnd commit() {
        averager.commit();
        return log.committed(averager);
    }

    @Override
    public void endHere() {
        log.ended(averager);
    }

    @Override
    public @Nullable TrainingState state() {
        return averager.finite() ? averager.state(log.memory()) : null;
    }

    @Override
    public TrainingState lastFiniteState() {
        return averager.lastFiniteState();
    }

    @Override
    public String name() {
        return "step " + (averager.step() + 1);
    }

    @Override
    public String late(int leaf) {
        return "no partial sum of " + name() + " from worker rank " + layout.rankOf(leaf);
    }

    @Override
    public String units() {
        return "slices";
    }
}
