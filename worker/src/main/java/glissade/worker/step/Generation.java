package glissade.worker.step;

import glissade.collective.Division;
import glissade.protocol.MeshEnd;
import java.util.List;

/**
 * One generation as a worker sees it: its steps, and the sessions of its streams.
 *
 * @param division how slices are divided among the workers
 * @param rateFactor what learning rates are multiplied by at first
 * @param mesh how the workers reach each other where each averages a range; empty elsewhere
 */
public record Generation(
        int number,
        long firstStep,
        long endStep,
        Division division,
        double rateFactor,
        int parameterSession,
        int gradientSession,
        List<MeshEnd> mesh)
        implements Order {

    public Generation {
        mesh = List.copyOf(mesh);
    }

    /** Whether there are steps in it; if not, workers only evaluate. */
    boolean trains() {
        return endStep > firstStep;
    }

    /** Whether each of several workers averages a range of the parameters. */
    boolean sharded() {
        return !mesh.isEmpty();
    }
}
