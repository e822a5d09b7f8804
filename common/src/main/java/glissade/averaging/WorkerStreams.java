package glissade.averaging;

import glissade.plane.Broadcast;
import glissade.plane.FrameBounds;
import glissade.plane.FrameHandler;
import glissade.plane.PlaneHost;
import glissade.plane.PlaneReceiver;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The streams of one generation at the averaging host: one from each worker, and the broadcast to
 * all of them. Confined to the host's thread.
 */
final class WorkerStreams implements AutoCloseable {

    private final PlaneReceiver[] receivers;
    private final Broadcast broadcast;
    private final List<String> endpoints;

    /**
     * Opens them.
     *
     * @param bounds what each rank may send
     */
    WorkerStreams(
            PlaneHost plane,
            long runId,
            AveragingHost.Streams streams,
            IntFunction<FrameBounds> bounds) {
        endpoints = streams.parameterEndpoints();
        receivers = new PlaneReceiver[streams.gradientSessions().size()];
        for (int rank = 0; rank < receivers.length; rank++) {
            int session = streams.gradientSessions().get(rank);
            receivers[rank] = plane.openGradients(session, bounds.apply(rank));
        }
        broadcast =
                plane.openBroadcast(
                        streams.parameterSession(), runId, streams.parameterEndpoints());
    }

    /** Number of workers. */
    int count() {
        return receivers.length;
    }

    /** Where each worker listens over UDP, empty texts over IPC. */
    List<String> endpoints() {
        return endpoints;
    }

    Broadcast broadcast() {
        return broadcast;
    }

    /** Takes in up to so many frames of each worker; returns how many there were. */
    int poll(FrameHandler handler, int framesEach) {
        int frames = 0;
        for (int rank = 0; rank < receivers.length; rank++) {
            frames += poll(rank, handler, framesEach);
        }
        return frames;
    }

    /** Takes in up to so many frames of one worker; returns how many there were. */
    int poll(int rank, FrameHandler handler, int frames) {
        return receivers[rank].poll(handler, frames);
    }

    /** True once a worker's stream is gone for good. */
    boolean anyLost() {
        for (PlaneReceiver receiver : receivers) {
            if (receiver.lost()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        for (PlaneReceiver receiver : receivers) {
            receiver.close();
        }
        broadcast.close();
    }
}
