package glissade.averaging;

import glissade.plane.Broadcast;
import glissade.plane.FrameHeader;
import glissade.plane.PlaneSender;

/**
 * Somewhere that a state can be sent to: one stream, or all of a broadcast. Results are those of
 * {@code SendResult}.
 */
public interface FrameSink {

    /** Sends {@code source[offset, offset + floats)} under {@code header}, or says why not now. */
    int trySend(FrameHeader header, float[] source, int offset, int floats);

    /** Sends {@code source} whole under {@code header}, or says why not now. */
    int trySend(FrameHeader header, double[] source);

    static FrameSink of(PlaneSender sender) {
        return new FrameSink() {
            @Override
            public int trySend(FrameHeader header, float[] source, int offset, int floats) {
                return sender.trySend(header, source, offset, floats);
            }

            @Override
            public int trySend(FrameHeader header, double[] source) {
                return sender.trySend(header, source, 0, source.length);
            }
        };
    }

    static FrameSink of(Broadcast broadcast) {
        return new FrameSink() {
            @Override
            public int trySend(FrameHeader header, float[] source, int offset, int floats) {
                return broadcast.trySend(header, source, offset, floats);
            }

            @Override
            public int trySend(FrameHeader header, double[] source) {
                return broadcast.trySend(header, source, 0, source.length);
            }
        };
    }
}
