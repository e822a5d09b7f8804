package glissade.worker.step;

import glissade.averaging.StepDeadline;
import glissade.collective.Buckets;
import glissade.collective.Rounds;
import glissade.collective.TreeNode;
import glissade.math.Kernels;
import glissade.math.Precision;
import glissade.plane.FrameDescriptor;
import glissade.plane.FrameFlyweight;
import glissade.plane.FrameHandler;
import glissade.plane.FrameHeader;
import glissade.plane.FrameType;
import glissade.plane.PlaneIdle;
import glissade.plane.PlaneReceiver;
import glissade.plane.PlaneSender;
import glissade.plane.SendResult;
import glissade.timeline.Phase;
import glissade.timeline.PhaseClock;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The exchange of a worker whose averager lives in the coordinator: partial sums go out over its
 * own stream, bucket by bucket; parameters come in over the averager's. There are two parameter
 * buffers: those of the step at hand stay as they are while buckets of the next are taken in. A
 * full log never blocks it from taking in what arrives, so two ends can never wait for each other.
 * Confined to the training thread; allocates nothing.
 */
final class StarExchange implements Exchange {

    private static final int FRAMES_A_POLL = 16;

    private final int generation;
    private final Buckets buckets;
    private final Buckets frames;
    private final Rounds rounds;
    private final Kernels kernels;
    private final PlaneSender sender;
    private final PlaneReceiver receiver;
    private final BooleanSupplier stopRequested;
    private final PhaseClock clock;
    private final FrameHeader header = new FrameHeader();
    private final FrameHandler handler = this::onFrame;
    private final PlaneIdle idle = new PlaneIdle();
    private final StepDeadline deadline;
    private final double[] lossSum = new double[1];

    /** By frame: whether its parameters of the next step are here. */
    private final boolean[] taken;

    private float[] current;
    private float[] next;
    private long nextStep;
    private int takenCount;
    private int nextBucket;
    private long step;
    private long gradientBytes;

    /**
     * The averager must have been greeted.
     *
     * @param pauseSteps how many steps the evaluation between two steps amounts to
     * @param buckets of what is sent and taken in
     * @param rounds after which parameters come
     * @param kernels to pack sums with
     */
    StarExchange(
            Generation generation,
            long pauseSteps,
            Buckets buckets,
            Rounds rounds,
            Kernels kernels,
            PlaneSender sender,
            PlaneReceiver receiver,
            BooleanSupplier stopRequested,
            PhaseClock clock) {
        this.generation = generation.number();
        this.deadline = new StepDeadline(pauseSteps, rounds.longest());
        this.buckets = buckets;
        this.frames = buckets.frames();
        this.rounds = rounds;
        this.kernels = kernels;
        this.sender = sender;
        this.receiver = receiver;
        this.stopRequested = stopRequested;
        this.clock = clock;
        this.taken = new boolean[frames.count()];
        this.current = new float[buckets.parameterCount()];
        this.next = new float[buckets.parameterCount()];
        this.nextStep = generation.firstStep();
        this.step = generation.firstStep();
    }

    @Override
    public float @Nullable [] parameters(long ofStep) {
        deadline.beginStep(clock.enter(Phase.WAIT));
        while (takenCount < frames.count()) {
            if (stopRequested.getAsBoolean()) {
                return null;
            }
            int frames = takeIn();
            if (frames == 0) {
                requireParametersInTime(ofStep);
            }
            pause(frames, Phase.TAKE_IN);
        }
        float[] complete = next;
        next = current;
        current = complete;
        step = ofStep;
        nextStep = rounds.end(ofStep);
        takenCount = 0;
        Arrays.fill(taken, false);
        nextBucket = buckets.count() - 1;
        return current;
    }

    private void requireParametersInTime(long ofStep) {
        if (receiver.lost()) {
            throw new StepException(
                    "the stream of parameters ended before those of step "
                            + (ofStep + 1)
                            + " were complete: the coordinator is gone");
        }
        if (waitsInVain()) {
            throw new StepException(
                    "no parameters of step "
                            + (ofStep + 1)
                            + " from the averager within "
                            + deadline.words()
                            + ": "
                            + missing()
                            + " of "
                            + buckets.count()
                            + " buckets are missing, bucket "
                            + buckets.bucketOf(nextMissing(0))
                            + " first");
        }
    }

    /** Buckets that are not whole. */
    private int missing() {
        int missing = 0;
        int frame = nextMissing(0);
        while (frame < taken.length) {
            missing++;
            frame = nextMissing(buckets.endFrame(buckets.bucketOf(frame)));
        }
        return missing;
    }

    /** The first frame from this one on that is missing. */
    private int nextMissing(int from) {
        int frame = from;
        while (frame < taken.length && taken[frame]) {
            frame++;
        }
        return frame;
    }

    private void onFrame(FrameFlyweight frame) {
        if (frame.type() != FrameType.PARAMETERS || frame.step() != nextStep) {
            return;
        }
        int number = buckets.frameOf(frame.offset());
        if (frame.offset() == frames.offset(number)
                && frame.floats() == frames.length(number)
                && !taken[number]) {
            frame.copyFloats(next, frames.offset(number));
            taken[number] = true;
            takenCount++;
        }
    }

    @Override
    public boolean loss(SliceGradients gradients) {
        clock.enter(Phase.PUBLISH);
        for (int index = 0; index < gradients.nodes(); index++) {
            lossSum[0] = gradients.lossSum(index);
            sendLoss(step, gradients.node(index), lossSum);
        }
        // The averager gives the verdict; when it is against the step, no further parameters come,
        // but a stop.
        return true;
    }

    private void sendLoss(long ofStep, TreeNode node, double[] numbers) {
        header.loss(generation, ofStep, node.lo(), node.hi());
        while (retry(sender.trySend(header, numbers, 0, numbers.length))) {
            pause(takeIn(), Phase.PUBLISH);
        }
    }

    /**
     * Hands over what a replica tells of a step.
     *
     * @param replica the node of the tree over the replicas that is this one alone
     * @param numbers [RoundFigures.KINDS]
     */
    void publish(long ofStep, TreeNode replica, double[] numbers) {
        clock.enter(Phase.PUBLISH);
        sendLoss(ofStep, replica, numbers);
    }

    /** Hands over the sum of the states of some replicas, the round of which is over. */
    void publish(TreeNode replicas, float[] sum) {
        clock.enter(Phase.PUBLISH);
        for (int frame = frames.count() - 1; frame >= 0; frame--) {
            nextBucket = buckets.bucketOf(frame);
            send(replicas, Precision.FP32, sum, frame);
        }
    }

    @Override
    public void publish(SliceGradients gradients, int part) {
        int fromOffset = gradients.offset(part);
        clock.enter(Phase.PUBLISH, gradients.layer(part));
        while (nextBucket >= 0 && buckets.offset(nextBucket) >= fromOffset) {
            int end = buckets.endFrame(nextBucket);
            for (int frame = buckets.firstFrame(nextBucket); frame < end; frame++) {
                for (int index = 0; index < gradients.nodes(); index++) {
                    send(
                            gradients.node(index),
                            gradients.precision(index),
                            gradients.sums(index),
                            frame);
                }
            }
            nextBucket--;
        }
    }

    /** Waits a little when nothing has moved; what moves again is {@code at}. */
    private void pause(int frames, Phase at) {
        Phase next = frames > 0 ? at : Phase.WAIT;
        if (clock.phase() != next) {
            deadline.beginWait(clock.enter(next));
        }
        idle.idle(frames);
    }

    /** Whether the averager, which lives, has moved nothing for too long. */
    private boolean waitsInVain() {
        return clock.phase() == Phase.WAIT && deadline.expiredAmongLiving(clock.now());
    }

    private void send(TreeNode node, Precision precision, float[] sums, int frame) {
        int bucket = buckets.bucketOf(frame);
        int offset = frames.offset(frame);
        int length = frames.length(frame);
        header.partialSum(precision, generation, step, node.lo(), node.hi(), bucket, offset);
        while (retry(sender.trySend(header, kernels, sums, offset, length))) {
            pause(takeIn(), Phase.PUBLISH);
        }
        gradientBytes += FrameDescriptor.HEADER_LENGTH + (long) length * precision.bytes();
    }

    /** True when the frame is to be tried again; it is given up when training is to stop. */
    private boolean retry(int result) {
        if (result == SendResult.SENT && clock.phase() == Phase.WAIT) {
            clock.enter(Phase.PUBLISH);
        }
        if (result == SendResult.SENT || stopRequested.getAsBoolean()) {
            return false;
        }
        if (result == SendResult.CLOSED || receiver.lost()) {
            throw new StepException(
                    "the averager's end of the gradient plane is gone at step "
                            + (step + 1)
                            + " ("
                            + SendResult.describe(result)
                            + ")");
        }
        if (waitsInVain()) {
            throw new StepException(
                    "the averager took no partial sums of step "
                            + (step + 1)
                            + " in for "
                            + deadline.words()
                            + " ("
                            + SendResult.describe(result)
                            + ", bucket "
                            + nextBucket
                            + ")");
        }
        return true;
    }

    /**
     * Takes in what has arrived, and never more than the frames that are awaited: in a step whose
     * slices all belong to others the averager may be a step ahead, and what follows has to wait in
     * the log.
     */
    private int takeIn() {
        return receiver.poll(handler, Math.min(FRAMES_A_POLL, frames.count() - takenCount));
    }

    @Override
    public boolean endStep() {
        return true;
    }

    @Override
    public void finish() {}

    @Override
    public long stateStep() {
        return -1;
    }

    @Override
    public Traffic traffic() {
        return new Traffic(gradientBytes, receiver.faults().total());
    }
}
