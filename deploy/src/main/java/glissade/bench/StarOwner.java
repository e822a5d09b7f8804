package glissade.bench;

import glissade.averaging.OwnerSums;
import glissade.collective.Buckets;
import glissade.collective.MergeTree;
import glissade.math.Kernels;
import glissade.plane.Broadcast;
import glissade.plane.FrameFlyweight;
import glissade.plane.FrameHandler;
import glissade.plane.FrameHeader;
import glissade.plane.PlaneHost;
import glissade.plane.PlaneReceiver;
import glissade.plane.SendResult;
import java.util.Arrays;
import java.util.List;

/** The owner of all buckets, in the coordinator's process: adds every worker's, and sends sums. */
public final class StarOwner {
    private static final int FRAMES_A_POLL = 8;

    private final PlaneHost host;
    private final int generation;
    private final Buckets buckets;
    private final Buckets frames;
    private final Broadcast broadcast;
    private final PlaneReceiver[] receivers;
    private final MergeTree tree;
    private final OwnerSums sums;
    private final FrameHeader header = new FrameHeader();
    private final FrameHandler handler = this::onFrame;
    private final int[] due;
    private final int[] complete;
    private long step;
    private int completed;
    private int shared;
    private int sharedFrames;
    private int dueInAll;

    /**
     * @param receivers by rank, all of which have greeted
     * @param firstStep number of the first vector
     */
    public StarOwner(
            PlaneHost host,
            int generation,
            Kernels kernels,
            Buckets buckets,
            Broadcast broadcast,
            List<PlaneReceiver> receivers,
            long firstStep) {
        this.host = host;
        this.generation = generation;
        this.buckets = buckets;
        this.frames = buckets.frames();
        this.step = firstStep - 1;
        this.broadcast = broadcast;
        this.receivers = receivers.toArray(new PlaneReceiver[0]);
        int workers = this.receivers.length;
        this.tree = ShardedSum.treeOf(workers);
        this.sums = new OwnerSums(buckets, kernels, 0, buckets.count(), tree, workers, workers);
        this.due = new int[workers];
        this.complete = new int[buckets.count()];
    }

    /** Begins with the next vector. */
    public void begin() {
        step++;
        completed = 0;
        shared = 0;
        sharedFrames = 0;
        sums.begin(tree);
        Arrays.fill(due, frames.count());
        dueInAll = due.length * frames.count();
    }

    /** Takes in and sends as far as that goes now; returns 0 when nothing was to be done. */
    public int advance() {
        int work = share();
        for (int rank = 0; rank < due.length; rank++) {
            if (due[rank] > 0) {
                work += receivers[rank].poll(handler, Math.min(due[rank], FRAMES_A_POLL));
            }
        }
        host.tick();
        return work;
    }

    /** True when all sums have been sent. */
    public boolean done() {
        return dueInAll == 0 && shared == complete.length;
    }

    private int share() {
        int work = 0;
        while (shared < completed) {
            int bucket = complete[shared];
            int frame = buckets.firstFrame(bucket) + sharedFrames;
            header.parameters(generation, step, bucket, frames.offset(frame));
            int result =
                    broadcast.trySend(
                            header,
                            sums.total(frame),
                            sums.totalOffset(frame),
                            frames.length(frame));
            if (result != SendResult.SENT) {
                return work;
            }
            sharedFrames++;
            if (frame + 1 == buckets.endFrame(bucket)) {
                shared++;
                sharedFrames = 0;
            }
            work++;
        }
        return work;
    }

    private void onFrame(FrameFlyweight frame) {
        due[frame.senderRank()]--;
        dueInAll--;
        if (sums.add(frame.nodeLo(), frame)) {
            complete[completed++] = frame.bucket();
        }
    }
}
