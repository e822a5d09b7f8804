package glissade.averaging;

/**
 * What follows a commit at a gate, where the averager holds its next update back until the
 * coordinator has seen how well the parameters do on the validation data.
 *
 * @param step commits made: the gate that this opens
 * @param goOn false when training is to end with the parameters of this commit
 * @param rateFactor what learning rates are multiplied by from here on
 */
public record Verdict(long step, boolean goOn, double rateFactor) {

    public Verdict {
        if (!(rateFactor > 0 && rateFactor <= 1)) {
            throw new IllegalArgumentException(
                    "rateFactor must be above 0 and at most 1: rateFactor=" + rateFactor);
        }
    }
}
