package glissade.run;

/**
 * What a run remembers of its validation losses from epoch to epoch: enough to decide when it stops
 * early and when its learning rate falls. Part of every checkpoint, so that a resumed run decides
 * alike.
 *
 * @param bestLoss lowest validation loss so far; without meaning before there is one
 * @param bestStep commits after which it was measured, -1 before there is one
 * @param epochsWithout epochs since then, none of them better
 * @param epochsOnPlateau epochs since then or since the learning rate last fell
 * @param rateFactor what learning rates are multiplied by
 */
public record ValidationMemory(
        double bestLoss, long bestStep, int epochsWithout, int epochsOnPlateau, double rateFactor) {

    /** Nothing is remembered yet. */
    public static final ValidationMemory NONE = new ValidationMemory(0, -1, 0, 0, 1);
}
