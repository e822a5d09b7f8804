package glissade.averaging;

import glissade.collective.Buckets;
import glissade.plane.Broadcast;
import glissade.plane.FrameHeader;
import glissade.plane.SendResult;
import glissade.timeline.Phase;
import glissade.timeline.PhaseClock;

/**
 * Broadcasts committed vectors bucket by bucket, frame by frame, first come first served. Confined
 * to the averager's thread; allocates nothing after construction.
 */
final class BucketBroadcast {

    private final int generation;
    private final Buckets buckets;
    private final Buckets frames;
    private final Broadcast broadcast;
    private final PhaseClock clock;
    private final BucketQueue queue;
    private final FrameHeader header = new FrameHeader();
    private long step;
    private float[] source = new float[0];

    /** Frames of the first bucket that are sent. */
    private int sentOfFirst;

    BucketBroadcast(int generation, Buckets buckets, Broadcast broadcast, PhaseClock clock) {
        this.generation = generation;
        this.buckets = buckets;
        this.frames = buckets.frames();
        this.broadcast = broadcast;
        this.clock = clock;
        this.queue = new BucketQueue(buckets.count());
    }

    /** All of a step's vector is to be sent, as by the other method. */
    void addAll(long ofStep, float[] vector) {
        for (int bucket = 0; bucket < buckets.count(); bucket++) {
            add(ofStep, bucket, vector);
        }
    }

    /**
     * A bucket is to be sent, once all of the steps before is sent.
     *
     * @param vector of the step; the bucket is not to be written until it is sent
     */
    void add(long ofStep, int bucket, float[] vector) {
        step = ofStep;
        source = vector;
        queue.add(bucket);
    }

    /** Whether buckets of this step, or of one before, are still to be sent. */
    boolean owes(long ofStep) {
        return !queue.isEmpty() && step <= ofStep;
    }

    /** Sends what goes out now; returns the number of frames. */
    int send() {
        int sent = 0;
        if (!queue.isEmpty() && clock.phase() != Phase.WAIT) {
            clock.mark(Phase.PUBLISH);
        }
        while (!queue.isEmpty()) {
            int bucket = queue.first();
            int frame = buckets.firstFrame(bucket) + sentOfFirst;
            header.parameters(generation, step, bucket, frames.offset(frame));
            if (broadcast.trySend(header, source, frames.offset(frame), frames.length(frame))
                    != SendResult.SENT) {
                return sent;
            }
            sentOfFirst++;
            if (frame + 1 == buckets.endFrame(bucket)) {
                queue.removeFirst();
                sentOfFirst = 0;
            }
            sent++;
            clock.mark(Phase.PUBLISH);
        }
        return sent;
    }
}
