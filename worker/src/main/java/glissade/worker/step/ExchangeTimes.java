package glissade.worker.step;

/**
 * What an exchange has cost: nanoseconds computing (an averager of its own), communicating and
 * waiting, bytes of gradient sent, frames dropped as not ours.
 */
record ExchangeTimes(
        long computeNanos,
        long communicateNanos,
        long waitNanos,
        long gradientBytes,
        long droppedFrames) {}
