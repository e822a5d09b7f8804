package glissade.protocol;

/** Sums over the samples of evaluation slices [lo, hi): a node of the canonical tree. */
public record EvaluatedNode(int lo, int hi, double lossSum, long correct) {

    public EvaluatedNode {
        Checks.atLeast("lo", lo, 0);
        Checks.atLeast("hi", hi, lo + 1L);
        Checks.atLeast("correct", correct, 0);
    }
}
