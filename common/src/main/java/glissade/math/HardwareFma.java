package glissade.math;

import java.time.InstantSource;

/**
 * Finds out whether {@link Math#fma} is one machine instruction in this JVM or a big-decimal
 * calculation, which is thousands of times slower. The JVM has no plain way to ask (a processor
 * without it, {@code -XX:-UseFMA} and {@code -XX:UseAVX=0} all look alike), so calls are timed: a
 * few nanoseconds each in hardware even in the interpreter, hundreds in software even compiled.
 */
final class HardwareFma {
    private static final int ROUNDS = 40;
    private static final int CALLS = 256;
    private static final long LIMIT_NS = CALLS * 100L;

    private HardwareFma() {}

    /**
     * Times short rounds until one is fast. A busy machine can only slow rounds down, so one fast
     * round is proof; without hardware all are slow, and the answer takes some 50 milliseconds.
     */
    static boolean isPresent(InstantSource clock) {
        float sum = 1f;
        for (int round = 0; round < ROUNDS; round++) {
            long start = nanos(clock);
            for (int i = 0; i < CALLS; i++) {
                sum = Math.fma(sum, 0.75f, 1f);
            }
            long elapsed = nanos(clock) - start;
            // The sum tends to 4; reading it keeps the loop alive. A clock set back proves nothing.
            if (elapsed >= 0 && elapsed < LIMIT_NS && sum > 1f) {
                return true;
            }
        }
        return false;
    }

    private static long nanos(InstantSource clock) {
        var now = clock.instant();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }
}
