package glissade.curve;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.curve.Verdict.Kind;
import glissade.math.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * Requirements G3 and V3: what curves are called. A rate that is too large oscillates or diverges,
 * one that is too small hardly moves.
 */
class VerdictsTest {

    private static final int STEPS = 400;
    private static final int BATCH = 64;
    private static final double START = 2.4;

    /** A loss by step, each the mean of a mini-batch. */
    private static Candidate curve(IntToDoubleFunction loss) {
        return curve(BATCH, STEPS, loss);
    }

    private static Candidate curve(int batchSize, int steps, IntToDoubleFunction loss) {
        long[] samples = new long[steps];
        double[] losses = new double[steps];
        for (int step = 0; step < steps; step++) {
            samples[step] = (step + 1L) * batchSize;
            losses[step] = loss.applyAsDouble(step);
        }
        return new Candidate(new LossCurve(samples, losses), batchSize, "");
    }

    /** From the start down to {@code floor}, by 1/e every {@code pace} steps. */
    private static IntToDoubleFunction falling(double floor, double pace) {
        return step -> floor + (START - floor) * Math.exp(-step / pace);
    }

    private static double upAndDown(int step) {
        return step == 0 ? START : 1 + 0.3 * Math.sin(step / 20.0);
    }

    private static List<Kind> kinds(Candidate... candidates) {
        return Verdicts.of(List.of(candidates)).stream().map(Verdict::kind).toList();
    }

    @Test
    void shouldTellLearningRatesApart() {
        assertThat(
                        kinds(
                                curve(falling(0, 20_000)),
                                curve(falling(0, 200)),
                                curve(falling(0.03, 40)),
                                curve(VerdictsTest::upAndDown),
                                curve(step -> START + step)))
                .containsExactly(
                        Kind.TOO_SMALL, Kind.SLOW, Kind.GOOD, Kind.OSCILLATING, Kind.DIVERGED);
    }

    @Test
    void shouldCallTheBestGoodAndThoseNearIt() {
        List<Verdict> verdicts =
                Verdicts.of(
                        List.of(
                                curve(falling(0.10, 40)),
                                curve(falling(0.02, 40)),
                                curve(falling(0.30, 40))));

        assertThat(verdicts)
                .containsExactly(
                        new Verdict(Kind.GOOD, "near the lowest: 0.1001"),
                        new Verdict(Kind.GOOD, "the lowest: 0.02012"),
                        new Verdict(Kind.STAGNATING, "flat at 0.3001"));
    }

    @Test
    void shouldCallNothingGoodWhenNothingWasLearnt() {
        assertThat(kinds(curve(falling(0, 40_000)), curve(falling(0, 50_000))))
                .containsExactly(Kind.TOO_SMALL, Kind.TOO_SMALL);
    }

    @Test
    void shouldNotTakeTheNoiseOfMiniBatchesForOscillation() {
        CounterRandom random = new CounterRandom(5, CounterRandom.Purpose.SAMPLE_ORDER, 0, 0);
        IntToDoubleFunction fall = falling(0.2, 1_500);
        Candidate noisy =
                curve(
                        1,
                        10_000,
                        step -> fall.applyAsDouble(step) * 3 * square(random.uniform(step)));

        assertThat(kinds(noisy)).containsExactly(Kind.GOOD);
    }

    @Test
    void shouldSeeOscillationFromStepToStepOfBatchGradientDescent() {
        Candidate calm = curve(5_000, 20, falling(0.5, 5));
        Candidate wild = curve(5_000, 20, step -> step % 2 == 0 ? START - 0.04 * step : 1.2);

        assertThat(kinds(calm, wild)).containsExactly(Kind.GOOD, Kind.OSCILLATING);
    }

    @Test
    void shouldCallDivergedWhatFailedExplodedOrIsNoNumber() {
        Candidate failed =
                new Candidate(
                        curve(step -> START).curve(), BATCH, "the loss became NaN at step 12");
        Candidate noNumber = curve(step -> step < 390 ? 1 : Double.NaN);
        Candidate exploded = curve(step -> step > 3 && step < 30 ? 500 : START);
        Candidate late = curve(step -> step == 0 ? START : 100 * Math.exp(-step / 80.0));

        assertThat(kinds(curve(falling(0, 40)), failed, noNumber, exploded, late))
                .containsExactly(
                        Kind.GOOD, Kind.DIVERGED, Kind.DIVERGED, Kind.DIVERGED, Kind.DIVERGED);
        assertThat(Verdicts.of(List.of(failed)).getFirst().words())
                .isEqualTo("the loss became NaN at step 12");
    }

    @Test
    void shouldForgiveAnEarlyJump() {
        Candidate jumped =
                curve(step -> step > 3 && step < 30 ? 90 : falling(0, 40).applyAsDouble(step));

        assertThat(kinds(jumped, curve(falling(0.5, 40)))).startsWith(Kind.GOOD);
    }

    @Test
    void shouldCallStagnatingWhatDiedAfterAJump() {
        Candidate dead = curve(step -> step > 3 && step < 30 ? 9 : 2.31);

        assertThat(Verdicts.of(List.of(curve(falling(0, 40)), dead)).get(1))
                .isEqualTo(new Verdict(Kind.STAGNATING, "flat at 2.310 after a peak of 9.000"));
    }

    @Test
    void shouldLearnWhereAllBeginFromTheLargestMiniBatch() {
        Candidate single = curve(1, 20_000, step -> step == 0 ? 50 : 2.35);
        Candidate whole = curve(5_000, 4, step -> START - 0.01 * step);

        assertThat(Verdicts.of(List.of(single, whole)))
                .extracting(Verdict::words)
                .containsExactly(
                        "hardly fell: from 2.400 to 2.350", "hardly fell: from 2.400 to 2.370");
    }

    @Test
    void shouldJudgeTheSameWhateverElseIsThereAndInAnyOrder() {
        List<Candidate> candidates =
                new ArrayList<>(
                        List.of(
                                curve(falling(0.03, 40)),
                                curve(falling(0, 20_000)),
                                curve(VerdictsTest::upAndDown)));
        List<Verdict> verdicts = Verdicts.of(candidates);

        assertThat(Verdicts.of(candidates.reversed())).isEqualTo(verdicts.reversed());
    }

    @Test
    void shouldNotTakeASlowFallForADivergenceBesideOneThatLearntAtOnce() {
        assertThat(kinds(curve(1, 4_000, falling(0.6, 1_000)), curve(1, 4_000, falling(0.01, 8))))
                .containsExactly(Kind.SLOW, Kind.GOOD);
    }

    private static double square(double value) {
        return value * value;
    }
}
