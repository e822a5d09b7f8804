package glissade.worker.step;

/** What an exchange has sent and refused: bytes of gradient, frames dropped as not ours. */
record Traffic(long gradientBytes, long droppedFrames) {}
