package glissade.plane;

import static glissade.plane.PlaneTestBed.GENERATION;
import static glissade.plane.PlaneTestBed.RUN_ID;

/**
 * A worker in a JVM of its own: greets, sends the parameters of every step back doubled, ends with
 * the end of state.
 */
final class EchoWorker {
    private final PlaneIdle idle = new PlaneIdle();
    private final FrameHeader header = new FrameHeader();
    private final float[] floats = new float[FrameDescriptor.MAX_FLOATS];
    private boolean ended;

    /** Arguments: transport, host directory, gradient endpoint, parameter and gradient session. */
    public static void main(String[] arguments) {
        new EchoWorker().run(arguments);
    }

    private void run(String[] arguments) {
        PlaneSettings settings = PlaneSettings.of(Transport.of(arguments[0]));
        int parameterSession = Integer.parseInt(arguments[3]);
        int gradientSession = Integer.parseInt(arguments[4]);
        try (PlaneMember member = PlaneMember.join(settings, arguments[1]);
                PlaneReceiver parameters =
                        member.openParameters(
                                parameterSession,
                                PlaneTestBed.bounds(FrameDescriptor.COORDINATOR_RANK));
                PlaneSender gradients =
                        member.openGradients(gradientSession, 0, RUN_ID, arguments[2])) {
            while (!parameters.connected()
                    || gradients.trySend(header.hello(GENERATION)) != SendResult.SENT) {
                idle.idle();
            }
            FrameHandler handler = frame -> onFrame(frame, gradients);
            while (!ended && !parameters.lost()) {
                idle.idle(parameters.poll(handler, 1));
            }
        }
    }

    private void onFrame(FrameFlyweight frame, PlaneSender gradients) {
        if (frame.type() == FrameType.STATE_END) {
            ended = true;
            return;
        }
        int count = frame.floats();
        frame.copyFloats(floats, 0);
        for (int i = 0; i < count; i++) {
            floats[i] *= 2;
        }
        header.partialSum(GENERATION, frame.step(), 0, 1, frame.bucket(), frame.offset());
        while (gradients.trySend(header, floats, 0, count) != SendResult.SENT) {
            idle.idle();
        }
    }
}
