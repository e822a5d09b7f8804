package glissade.protocol;

import glissade.collective.Division;

/**
 * Who computes what, from {@code firstStep} until {@code endStep} parameters exist. The slices of
 * each rank follow from the world size and the run's configuration ({@code Assignment}), so the
 * plan need not list them.
 *
 * @param generation raised at every change of membership; frames and messages of others are dropped
 * @param firstStep the step whose parameters open the generation
 * @param endStep the run ends when the parameters of this step are committed
 * @param division how slices are divided among the ranks
 * @param sharded whether each of several workers averages a range of the parameters
 * @param replicated whether replicas descend by themselves, which are averaged in the coordinator
 */
public record Plan(
        int generation,
        long firstStep,
        long endStep,
        int worldSize,
        Division division,
        boolean sharded,
        boolean replicated) {

    public Plan {
        Checks.atLeast("generation", generation, 1);
        Checks.atLeast("firstStep", firstStep, 0);
        Checks.atLeast("endStep", endStep, firstStep);
        Checks.atLeast("worldSize", worldSize, sharded ? 2 : 1);
    }

    /**
     * True when averagers run in the workers' training threads, and none in the coordinator. Where
     * there is no step there is none.
     */
    public boolean averagesInWorkers() {
        return endStep > firstStep && (sharded || (worldSize == 1 && !replicated));
    }
}
