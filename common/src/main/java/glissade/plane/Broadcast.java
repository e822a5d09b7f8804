package glissade.plane;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * One sender to many receivers: a single stream that all read which share the sender's memory, and
 * one to each of the others over UDP. Every receiver gets every frame exactly once, in the order of
 * sending. Allocates nothing while sending. Confined to one thread.
 */
public final class Broadcast implements AutoCloseable {
    private static final float[] NO_FLOATS = {};

    private final PlaneSender[] senders;
    private final boolean[] served;
    private final FrameHeader pending = new FrameHeader();
    private int unserved;

    Broadcast(List<PlaneSender> senders) {
        this.senders = senders.toArray(new PlaneSender[0]);
        this.served = new boolean[this.senders.length];
    }

    /**
     * Sends a frame of float32 to every receiver, or as far as it goes now. Anything but {@link
     * SendResult#SENT} means that some receivers are still to be served: the caller does what the
     * code asks and calls again <em>with the same frame</em>; those already served are left out.
     *
     * @param source see {@link PlaneSender#trySend(FrameHeader, float[], int, int)}; must keep its
     *     content until the frame is sent
     * @return the worst {@link SendResult} of those still to be served, or {@link SendResult#SENT}
     * @throws IllegalStateException if an earlier frame has not reached all receivers yet
     */
    public int trySend(FrameHeader header, float[] source, int sourceOffset, int floats) {
        PlaneSender.requirePayload(header, Float.BYTES, floats, FrameDescriptor.MAX_FLOATS);
        Objects.checkFromIndexSize(sourceOffset, floats, source.length);
        return sendToUnserved(header, source, sourceOffset, floats);
    }

    /** Sends a frame of float64 to every receiver; otherwise as the method for float32. */
    public int trySend(FrameHeader header, double[] source, int sourceOffset, int doubles) {
        PlaneSender.requirePayload(header, Double.BYTES, doubles, FrameDescriptor.MAX_DOUBLES);
        Objects.checkFromIndexSize(sourceOffset, doubles, source.length);
        begin(header);
        int worst = SendResult.SENT;
        for (int i = 0; i < senders.length; i++) {
            if (!served[i]) {
                int result = senders[i].send(header, source, sourceOffset, doubles);
                worst = Math.min(worst, serve(i, result));
            }
        }
        return worst;
    }

    /** Sends a frame without payload to every receiver; otherwise as the other methods. */
    public int trySend(FrameHeader header) {
        PlaneSender.requirePayload(header, 0, 0, 0);
        return sendToUnserved(header, NO_FLOATS, 0, 0);
    }

    /**
     * True while every stream has a receiver. Through memory that is at least one worker, not all:
     * a worker that greets ({@link FrameType#HELLO}) says that it hears this session.
     */
    public boolean connected() {
        for (PlaneSender sender : senders) {
            if (!sender.connected()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        for (PlaneSender sender : senders) {
            sender.close();
        }
    }

    private int sendToUnserved(FrameHeader header, float[] source, int sourceOffset, int floats) {
        begin(header);
        int worst = SendResult.SENT;
        for (int i = 0; i < senders.length; i++) {
            if (!served[i]) {
                int result = senders[i].send(header, source, sourceOffset, floats);
                worst = Math.min(worst, serve(i, result));
            }
        }
        return worst;
    }

    private int serve(int sender, int result) {
        if (result == SendResult.SENT) {
            served[sender] = true;
            unserved--;
        }
        return result;
    }

    private void begin(FrameHeader header) {
        if (unserved == 0) {
            Arrays.fill(served, false);
            unserved = senders.length;
            pending.copyFrom(header);
        } else if (!pending.sameAs(header)) {
            throw new IllegalStateException(
                    "a frame has not reached all receivers yet: pending="
                            + pending
                            + ", unserved="
                            + unserved
                            + ", next="
                            + header);
        }
    }
}
