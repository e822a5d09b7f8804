package glissade.worker.step;

/**
 * What an exchange has cost: nanoseconds communicating and waiting, bytes of gradient sent, frames
 * dropped as not ours.
 */
record ExchangeTimes(
        long communicateNanos, long waitNanos, long gradientBytes, long droppedFrames) {}
