package glissade.bench;

import glissade.collective.Buckets;
import glissade.plane.FrameFlyweight;
import glissade.plane.FrameHandler;
import glissade.plane.FrameHeader;
import glissade.plane.PlaneReceiver;
import glissade.plane.PlaneSender;
import glissade.plane.SendResult;

/** A worker whose vector is summed by an owner in the coordinator's process. */
final class StarSum implements VectorSum {
    private static final int FRAMES_A_POLL = 8;

    private final int rank;
    private final int generation;
    private final Buckets buckets;
    private final Buckets frames;
    private final PlaneSender sender;
    private final PlaneReceiver receiver;
    private final FrameHeader header = new FrameHeader();
    private final FrameHandler handler = this::onFrame;
    private float[] vector = {};
    private long step;
    private int sent;
    private int due;

    /**
     * @param firstStep number of the first vector
     */
    StarSum(
            int rank,
            int generation,
            Buckets buckets,
            PlaneSender sender,
            PlaneReceiver receiver,
            long firstStep) {
        this.rank = rank;
        this.generation = generation;
        this.buckets = buckets;
        this.frames = buckets.frames();
        this.step = firstStep - 1;
        this.sender = sender;
        this.receiver = receiver;
    }

    @Override
    public void begin(float[] next) {
        vector = next;
        step++;
        sent = 0;
        due = frames.count();
    }

    @Override
    public int advance() {
        int work = 0;
        if (sent < frames.count()) {
            int offset = frames.offset(sent);
            int bucket = buckets.bucketOf(sent);
            header.partialSum(generation, step, rank, rank + 1, bucket, offset);
            if (sender.trySend(header, vector, offset, frames.length(sent)) == SendResult.SENT) {
                sent++;
                work++;
            }
        }
        return work + (due > 0 ? receiver.poll(handler, Math.min(due, FRAMES_A_POLL)) : 0);
    }

    @Override
    public boolean done() {
        return due == 0 && sent == frames.count();
    }

    @Override
    public String missing() {
        return "step " + step + ", " + due + " frames of the coordinator";
    }

    private void onFrame(FrameFlyweight frame) {
        if (frame.step() != step) {
            throw new IllegalStateException(
                    "a frame of another vector: step=" + frame.step() + ", expected=" + step);
        }
        frame.copyFloats(vector, Math.toIntExact(frame.offset()));
        due--;
    }
}
