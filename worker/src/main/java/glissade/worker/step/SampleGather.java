package glissade.worker.step;

import glissade.collective.EpochShape;
import glissade.collective.StepShare;
import glissade.data.SampleOrder;
import glissade.math.Kernels;
import glissade.nn.Propagation;
import glissade.timeline.Phase;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Brings the samples of a pass over slices into the rows of a propagation: each lane those it will
 * compute with, or, while the step before ends, all of them on the lanes that have nothing else to
 * do. Then lane 0 gathers its own as soon as it has time; what another lane has taken of them it
 * finds done.
 *
 * <p>Belongs to the training thread; lanes call {@link #gather} only. Allocates nothing after
 * construction but one shuffle key an epoch.
 */
final class SampleGather {

    private final EpochShape shape;
    private final Lanes lanes;
    private final Kernels[] kernels;
    private final SampleOrder order;
    private final SampleRows samples;
    private final int[] numbers;

    /** Slices of lane 0 that some lane gathers or has gathered ahead of time. */
    private final AtomicInteger taken = new AtomicInteger();

    private final Lanes.Task aheadTask = this::gatherAhead;
    private int epoch;
    private int firstSample;
    private int slices;
    private int rows;

    /** Fills rows of {@code propagation} through {@code samples}, lanes with their own kernels. */
    SampleGather(
            EpochShape shape,
            Lanes lanes,
            Kernels[] kernels,
            SampleOrder order,
            SampleRows samples,
            Propagation propagation) {
        this.shape = shape;
        this.lanes = lanes;
        this.kernels = kernels;
        this.order = order;
        this.samples = samples;
        this.numbers = propagation.samples();
    }

    /** The rows are those of a pass from now on; lanes gather nothing else any more. */
    void aim(long step, StepShare share, SumPlan.Pass pass) {
        lanes.join();
        epoch = shape.epoch(step);
        // The order turns to a new epoch here, so that lanes only read it.
        order.at(epoch, 0);
        int first = pass.from() * shape.sliceSize();
        firstSample = shape.firstSample(step) + first;
        slices = pass.to() - pass.from();
        // A rank without slices stands behind the last one, which may be short.
        rows = Math.max(0, Math.min(pass.to() * shape.sliceSize(), share.samples()) - first);
    }

    /** First of the pass's slices that a lane computes; the lane after the last gives the end. */
    int fromSlice(int lane) {
        return slices * lane / lanes.count();
    }

    /**
     * First row of a slice of the pass, counted from 0; the number after the last gives the end.
     */
    int row(int slice) {
        return Math.min(slice * shape.sliceSize(), rows);
    }

    /** Rows of the pass. */
    int rows() {
        return rows;
    }

    /** Gathers what a lane computes with. */
    void gather(int lane) {
        gather(lane, fromSlice(lane), fromSlice(lane + 1));
    }

    private void gather(int lane, int fromSlice, int toSlice) {
        int from = row(fromSlice);
        int to = row(toSlice);
        if (from == to) {
            return;
        }
        for (int row = from; row < to; row++) {
            numbers[row] = order.at(epoch, firstSample + row);
        }
        samples.gather(from, to);
        samples.prepare(kernels[lane], from, to);
    }

    /** Has the other lanes gather while the training thread goes on with the step before. */
    void begin(long step) {
        taken.set(0);
        lanes.start(aheadTask, step, Phase.FORWARD, 0);
    }

    /** Gathers what is left of lane 0's rows; the other lanes' are there when they are joined. */
    void end() {
        boolean more = true;
        while (more) {
            more = gatherNext(0);
        }
    }

    private void gatherAhead(int lane) {
        gather(lane);
        while (!lanes.isAwaited() && gatherNext(lane)) {
            // Lane 0 still has other things to do.
        }
    }

    /** Gathers a slice of lane 0 that no lane has taken yet; false when there is none. */
    private boolean gatherNext(int lane) {
        int slice = taken.getAndIncrement();
        if (slice >= fromSlice(1)) {
            return false;
        }
        gather(lane, slice, slice + 1);
        return true;
    }
}
