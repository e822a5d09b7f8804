package glissade.descent;

import glissade.descent.Landing.Kind;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says in words whether the learning rate was too large or too small for the balls. */
public final class RateAdvice {

    private static final double CHANGE = 3;

    private RateAdvice() {}

    /** One sentence without a full stop, or null where the rate was all right. */
    public static @Nullable String of(List<Roll> rolls, double learningRate, int steps) {
        int diverged = count(rolls, Kind.DIVERGED);
        if (diverged > 0) {
            return balls(diverged, rolls, "has left the surface", "have left the surface")
                    + ": the rate is too large; try --lr "
                    + number(learningRate / CHANGE);
        }
        int oscillating = count(rolls, Kind.OSCILLATING);
        if (oscillating > 0) {
            return balls(oscillating, rolls, "jumps to and fro", "jump to and fro")
                    + ": the rate is too large; try --lr "
                    + number(learningRate / CHANGE);
        }
        int creeping = count(rolls, Kind.CREEPING);
        if (creeping > 0) {
            return balls(creeping, rolls, "creeps", "creep")
                    + ": the rate is too small for "
                    + number(steps)
                    + " steps; try --lr "
                    + number(learningRate * CHANGE)
                    + " or --steps "
                    + number(10.0 * steps);
        }
        int moving = count(rolls, Kind.MOVING);
        return moving == 0
                ? null
                : balls(moving, rolls, "is still moving", "are still moving")
                        + ": try --steps "
                        + number(CHANGE * steps);
    }

    private static int count(List<Roll> rolls, Kind kind) {
        int count = 0;
        for (Roll roll : rolls) {
            if (roll.end().kind() == kind) {
                count++;
            }
        }
        return count;
    }

    private static String balls(int count, List<Roll> rolls, String does, String theyDo) {
        return rolls.size() == 1
                ? "the ball " + does
                : count + " of " + rolls.size() + " balls " + (count == 1 ? does : theyDo);
    }

    /** Two digits are enough for a proposal. */
    private static String number(double value) {
        return new BigDecimal(value).round(new MathContext(2)).stripTrailingZeros().toPlainString();
    }
}
