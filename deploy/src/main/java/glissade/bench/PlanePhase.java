package glissade.bench;

import glissade.plane.Transport;
import java.util.ArrayList;
import java.util.List;

/**
 * Vectors of one length, in rounds of so many one after the other: each round begins with fresh
 * values, which its sums are then sums of, and ends with a check. Everybody who takes part plans
 * alike.
 *
 * @param floats length of the vectors
 * @param rounds rounds that are measured
 * @param roundLength vectors of a round; the first is not measured, since all have to meet first
 * @param warmUp rounds before, which are not measured but checked
 */
public record PlanePhase(int floats, int rounds, int roundLength, int warmUp) {
    private static final int COMPILER_FLOATS = 20_000;
    private static final int COMPILER_VECTORS = 16_000;
    private static final double MEASURED_FLOATS = 1.2e9;
    private static final int MOST_VECTORS = 16_000;
    private static final int FEWEST_VECTORS = 90;

    /** UDP and an owner of all are slower. */
    private static final int SLOWNESS = 3;

    private static final int LONGEST_ROUND = 64;

    /** Sums of sums grow; they must not leave what a float can hold. */
    private static final double MOST_DIGITS = 36;

    /** What to do to measure vectors of these lengths, the warm-up of the compiler first. */
    public static List<PlanePhase> plan(
            List<Integer> lengths, int workers, Transport transport, boolean sharded) {
        int slowness = (transport == Transport.UDP ? SLOWNESS : 1) * (sharded ? 1 : SLOWNESS);
        int longest = (int) Math.min(LONGEST_ROUND, MOST_DIGITS / Math.log10(workers));
        List<PlanePhase> phases = new ArrayList<>();
        int compiling = COMPILER_VECTORS / slowness / longest;
        phases.add(new PlanePhase(COMPILER_FLOATS, 0, longest, compiling));
        for (int floats : lengths) {
            double vectors = Math.min(MOST_VECTORS, MEASURED_FLOATS / floats) / slowness;
            int atLeast = (int) Math.max(FEWEST_VECTORS, vectors);
            int roundLength = Math.min(longest, Math.max(2, atLeast / 5));
            int rounds = Math.max(1, atLeast / (roundLength - 1));
            phases.add(new PlanePhase(floats, rounds, roundLength, Math.max(1, rounds / 5)));
        }
        return phases;
    }

    /** Vectors in all. */
    public int vectors() {
        return (warmUp + rounds) * roundLength;
    }

    /** Vectors that are measured. */
    int measured() {
        return rounds * (roundLength - 1);
    }
}
