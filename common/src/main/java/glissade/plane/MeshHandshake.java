package glissade.plane;

/**
 * The greeting between one rank and all others, after which no frame can be lost to a late reader.
 * Two ranks hear each other when either has heard the other's greeting: who hears a stream says so,
 * which the other may miss while it does not hear yet; but one of the two hears last, so that its
 * greeting arrives, and is answered by one that arrives too. The last greeting on a stream is
 * marked; what follows it stays in the log until all have greeted. Confined to one thread.
 */
final class MeshHandshake {
    private final PlaneMesh mesh;
    private final int generation;
    private final PlaneReceiver[] receivers;
    private final boolean[] greeted;
    private final boolean[] heard;
    private final boolean[] answered;
    private final boolean[] finished;
    private final FrameHeader header = new FrameHeader();
    private final FrameHandler handler = this::onFrame;
    private int polled;

    MeshHandshake(PlaneMesh mesh, int generation, PlaneReceiver[] receivers) {
        this.mesh = mesh;
        this.generation = generation;
        this.receivers = receivers;
        this.greeted = new boolean[receivers.length];
        this.heard = new boolean[receivers.length];
        this.answered = new boolean[receivers.length];
        this.finished = new boolean[receivers.length];
    }

    /** Goes on as far as it goes now; returns true once all is said and heard. */
    boolean advance() {
        boolean done = true;
        for (int i = 0; i < receivers.length; i++) {
            advance(i);
            done &= answered[i] && finished[i];
        }
        return done;
    }

    /** The first of the others with which there is something left to say or to hear, or -1. */
    int firstMissing() {
        for (int i = 0; i < receivers.length; i++) {
            if (!finished[i] || !answered[i]) {
                return i;
            }
        }
        return -1;
    }

    private void advance(int index) {
        if (!finished[index]) {
            polled = index;
            receivers[index].poll(handler, 1);
        }
        if (heard[index] && !answered[index]) {
            answered[index] = sent(index, header.lastHello(generation));
        } else if (!greeted[index] && !answered[index] && receivers[index].connected()) {
            greeted[index] = sent(index, header.hello(generation));
        }
    }

    private boolean sent(int index, FrameHeader hello) {
        return mesh.trySendHello(index, hello) == SendResult.SENT;
    }

    private void onFrame(FrameFlyweight frame) {
        if (frame.type() == FrameType.HELLO) {
            heard[polled] = true;
            finished[polled] |= frame.step() == FrameHeader.LAST_HELLO;
        }
    }
}
