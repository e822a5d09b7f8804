package glissade.descent;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Round numbers along an axis. */
final class Ticks {

    private static final int LEAST = 5;
    private static final int[] FACTORS = {5, 2, 1};

    private Ticks() {}

    /**
     * Multiples of 1, 2 or 5 times a power of ten, five or more of them from {@code from} to {@code
     * to}.
     */
    static List<BigDecimal> between(double from, double to) {
        BigDecimal step = step(to - from);
        BigDecimal tick =
                new BigDecimal(Math.ceil(from / step.doubleValue() - 1e-9)).multiply(step);
        List<BigDecimal> ticks = new ArrayList<>();
        while (tick.doubleValue() <= to + 1e-9 * (to - from)) {
            ticks.add(tick);
            tick = tick.add(step);
        }
        return ticks;
    }

    private static BigDecimal step(double extent) {
        for (int exponent = (int) Math.ceil(StrictMath.log10(extent)); ; exponent--) {
            for (int factor : FACTORS) {
                BigDecimal step = BigDecimal.valueOf(factor).scaleByPowerOfTen(exponent);
                if (extent / step.doubleValue() >= LEAST - 1) {
                    return step;
                }
            }
        }
    }
}
