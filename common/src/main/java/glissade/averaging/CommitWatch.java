package glissade.averaging;

import glissade.collective.EpochShape;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every commit, wherever the averager is, and says when training is to end there, and what
 * looks wrong. What it says is a function of the commits alone. Confined to the averager's thread.
 */
public final class CommitWatch {

    private final double flatNorm;
    private final double lossGrowth;
    private final SmoothedLoss smoothed = new SmoothedLoss();
    private final LossWatch losses;
    private @Nullable LossWarning warning;

    /**
     * Watches one generation.
     *
     * @param rules when training is to end
     */
    public CommitWatch(EndRules rules, EpochShape shape) {
        losses = new LossWatch(shape);
        flatNorm = rules.gradientNorm() == null ? -1 : rules.gradientNorm();
        lossGrowth = rules.lossGrowth() == null ? Double.POSITIVE_INFINITY : rules.lossGrowth();
    }

    /**
     * Whether the step that ends with so many commits is looked at for how far it promised to fall.
     */
    public boolean wantsPromise(long committed) {
        return losses.wantsPromise(committed);
    }

    /** Takes in a step; null when training goes on. */
    public @Nullable EarlyEnd committed(Commit commit) {
        long committed = commit.step();
        double norm = commit.gradientNorm();
        losses.step(commit.meanLoss(), norm, commit.learningRate());
        if (losses.wantsPromise(committed)) {
            losses.promised(commit.promisedFall());
        }
        warning = losses.judge(committed, commit.learningRate());
        smoothed.add(commit.meanLoss());
        return earlyEnd(committed, norm);
    }

    private @Nullable EarlyEnd earlyEnd(long committed, double norm) {
        EarlyEnd hopeless = losses.hopeless(committed);
        if (hopeless != null) {
            return hopeless;
        }
        if (smoothed.hasGrown(lossGrowth)) {
            return new EarlyEnd(
                    EarlyEnd.Reason.GROWN, committed, smoothed.value(), smoothed.lowest());
        }
        return norm <= flatNorm
                ? new EarlyEnd(EarlyEnd.Reason.FLAT, committed, norm, flatNorm)
                : null;
    }

    /** What looks wrong since the step last given to {@link #committed}; null mostly. */
    public @Nullable LossWarning warning() {
        return warning;
    }

    /** Writes what is to be remembered over a stop to {@code memory} from {@code offset} on. */
    void remember(double[] memory, int offset) {
        losses.remember(memory, offset);
        smoothed.remember(memory, offset + LossWatch.MEMORY);
    }

    /** Goes on from what {@link #remember} wrote. */
    void recall(double[] memory, int offset) {
        losses.recall(memory, offset);
        smoothed.recall(memory, offset + LossWatch.MEMORY);
    }
}
