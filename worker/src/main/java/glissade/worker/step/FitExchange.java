package glissade.worker.step;

import glissade.averaging.FitPatience;
import glissade.collective.SliceShares;
import glissade.collective.TreeNode;
import glissade.data.Dataset;
import glissade.plane.FrameDescriptor;
import glissade.plane.FrameFlyweight;
import glissade.plane.FrameHandler;
import glissade.plane.FrameHeader;
import glissade.plane.FrameType;
import glissade.plane.PlaneIdle;
import glissade.plane.PlaneReceiver;
import glissade.plane.PlaneSender;
import glissade.plane.SendResult;
import glissade.preprocess.Fitting;
import glissade.preprocess.MomentPass;
import glissade.preprocess.Preprocessing;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A worker's part in a fit: pass by pass the moments of its slices go out, those of all samples
 * come in; at the end the fitted preprocessing comes in. Confined to the training thread.
 */
final class FitExchange {

    private static final int FRAMES_A_POLL = 64;

    private final int rank;
    private final int worldSize;
    private final FitOrder order;
    private final Fitting fitting;
    private final PlaneSender sender;
    private final PlaneReceiver receiver;
    private final BooleanSupplier stopRequested;
    private final LongSupplier nanoClock;
    private final FitPatience patience;
    private final FrameHeader header = new FrameHeader();
    private final FrameHandler handler = this::onFrame;
    private final PlaneIdle idle = new PlaneIdle();
    private int pass;
    private double[] moments = new double[0];
    private int momentsTaken;
    private final float[] transform;
    private int transformTaken;

    /** The averager must have been greeted. */
    FitExchange(
            TrainingTask task,
            FitOrder order,
            Fitting fitting,
            PlaneSender sender,
            PlaneReceiver receiver,
            BooleanSupplier stopRequested,
            LongSupplier nanoClock) {
        this.rank = task.rank();
        this.worldSize = task.worldSize();
        this.order = order;
        this.fitting = fitting;
        this.sender = sender;
        this.receiver = receiver;
        this.stopRequested = stopRequested;
        this.nanoClock = nanoClock;
        this.patience = new FitPatience(nanoClock.getAsLong());
        this.transform = new float[fitting.kind().valueCount(fitting.inputs())];
    }

    /**
     * Takes part in the fit to {@code data}.
     *
     * @return what was fitted; null when told to stop
     * @throws StepException when the averager is silent for too long
     */
    @Nullable Preprocessing run(Dataset data, Lanes lanes) {
        if (!order.given() && !sendMoments(data, lanes)) {
            return null;
        }
        if (!await("the fitted preprocessing", this::transformMissing)) {
            return null;
        }
        try {
            return Preprocessing.of(fitting.kind(), fitting.inputs(), transform);
        } catch (IllegalArgumentException nonsense) {
            throw new StepException("the averager has sent no preprocessing: " + nonsense);
        }
    }

    private boolean sendMoments(Dataset data, Lanes lanes) {
        SliceShares shares = SliceShares.even(fitting.slices().count(), worldSize);
        MomentSums sums = new MomentSums(fitting, data, lanes, this::goOn);
        List<MomentPass> passes = fitting.passes();
        double[] means = {};
        for (pass = 0; pass < passes.size(); pass++) {
            sums.begin(passes.get(pass), means);
            for (TreeNode node : shares.nodes(rank)) {
                double[] computed = sums.node(node);
                if (computed == null || !send(node, computed)) {
                    return false;
                }
                sums.release(computed);
            }
            if (pass + 1 < passes.size()) {
                moments = new double[passes.get(pass).length(fitting.inputs())];
                momentsTaken = 0;
                if (!await("the moments of all samples", this::momentsMissing)) {
                    return false;
                }
                means = MomentPass.means(moments, fitting.samples());
            }
        }
        return true;
    }

    /** Between two chunks of samples: gives a sign of life. */
    private boolean goOn() {
        if (patience.beatDue(nanoClock.getAsLong())) {
            // When there is no room for it, the averager has enough to read.
            sender.trySend(header.hello(order.number()));
        }
        return !stopRequested.getAsBoolean();
    }

    /** Sends a node's moments; false when told to stop. */
    private boolean send(TreeNode node, double[] computed) {
        patience.heard(nanoClock.getAsLong());
        int offset = 0;
        while (offset < computed.length) {
            int doubles = Math.min(FrameDescriptor.MAX_DOUBLES, computed.length - offset);
            header.moments(order.number(), pass, node.lo(), node.hi(), offset);
            int result = sender.trySend(header, computed, offset, doubles);
            if (result == SendResult.SENT) {
                offset += doubles;
                patience.heard(nanoClock.getAsLong());
                idle.reset();
                continue;
            }
            if (stopRequested.getAsBoolean()) {
                return false;
            }
            if (result == SendResult.CLOSED
                    || receiver.lost()
                    || patience.expired(nanoClock.getAsLong())) {
                throw new StepException(
                        "worker rank "
                                + rank
                                + " cannot send its moments of slices "
                                + node.lo()
                                + " to "
                                + (node.hi() - 1)
                                + " in pass "
                                + (pass + 1)
                                + " of the fit ("
                                + SendResult.describe(result)
                                + "): is the coordinator alive?");
            }
            idle.idle(receiver.poll(handler, FRAMES_A_POLL));
        }
        return true;
    }

    private void onFrame(FrameFlyweight frame) {
        patience.heard(nanoClock.getAsLong());
        if (frame.type() == FrameType.MOMENTS) {
            boolean awaited =
                    frame.step() == pass
                            && frame.nodeLo() == 0
                            && frame.nodeHi() == fitting.slices().count()
                            && frame.offset() == momentsTaken;
            if (awaited && momentsMissing() > 0) {
                frame.copyDoubles(moments, momentsTaken);
                momentsTaken += frame.doubles();
            }
        } else if (frame.type() == FrameType.TRANSFORM && frame.offset() == transformTaken) {
            frame.copyFloats(transform, transformTaken);
            transformTaken += frame.floats();
        }
    }

    private int momentsMissing() {
        return moments.length - momentsTaken;
    }

    private int transformMissing() {
        return transform.length - transformTaken;
    }

    /** How many values are still to come. */
    private interface Missing {
        int count();
    }

    /** Waits until nothing is missing; false when told to stop. */
    private boolean await(String what, Missing missing) {
        patience.heard(nanoClock.getAsLong());
        while (missing.count() > 0) {
            if (stopRequested.getAsBoolean()) {
                return false;
            }
            int frames = receiver.poll(handler, FRAMES_A_POLL);
            if (frames == 0 && (receiver.lost() || patience.expired(nanoClock.getAsLong()))) {
                throw new StepException(
                        "worker rank "
                                + rank
                                + " has not heard "
                                + what
                                + (receiver.lost() ? "" : " for " + patience.words())
                                + ": "
                                + missing.count()
                                + " values are missing; is the coordinator alive?");
            }
            idle.idle(frames);
        }
        return true;
    }
}
