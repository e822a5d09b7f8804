package glissade.coordinator;

import glissade.averaging.TrainingState;
import glissade.collective.Division;
import glissade.collective.UnitRounding;
import glissade.nn.Network;
import glissade.run.Checkpoint;
import glissade.run.ConfigurationException;
import glissade.run.InitialParameters;
import glissade.run.RunConfiguration;
import glissade.run.TrainedModel;
import java.util.Arrays;

/**
 * The state that a run begins from: a checkpoint's, a finished model's or a file's parameters, or
 * parameters drawn from the seed.
 */
final class InitialState {

    private InitialState() {}

    /**
     * The state.
     *
     * @throws ConfigurationException if the checkpoint lacks what was held back, or has it of other
     *     units, or a file does not suit the network
     */
    static TrainingState of(CoordinatorSettings settings) {
        Checkpoint checkpoint = settings.resumeFrom();
        RunConfiguration configuration = settings.configuration();
        int units =
                configuration
                        .assignment(configuration.epochShape(settings.samples()), 1, Division.EVEN)
                        .layout(0)
                        .heldUnits();
        if (checkpoint != null) {
            requireResiduals(checkpoint, units);
            return withRoom(checkpoint.state(), units);
        }
        Network network = new Network(configuration.model().network());
        float[] parameters = new float[network.layout().parameterCount()];
        String file = configuration.model().initialParameters();
        TrainedModel measured = settings.measured();
        if (measured != null) {
            parameters = measured.parameters();
        } else if (file != null) {
            parameters = InitialParameters.read(file, network.layout());
        } else {
            network.initialize(
                    configuration.model().initialization(),
                    configuration.model().initialSeed(),
                    parameters);
        }
        int vectors = configuration.training().optimizer().stateVectors();
        return withRoom(
                new TrainingState(0, parameters, new float[vectors][parameters.length]), units);
    }

    /**
     * What was held back is part of the state: without it, or with other units, training would go
     * on to other bits.
     */
    private static void requireResiduals(Checkpoint checkpoint, int units) {
        UnitRounding before = checkpoint.configuration().training().rounding();
        int held = checkpoint.state().residuals().length;
        if (held == units || (held == 0 && !before.holdsBack())) {
            return;
        }
        throw new ConfigurationException(
                "checkpoint of run "
                        + checkpoint.run()
                        + " after step "
                        + checkpoint.step()
                        + ": expected what was held back in "
                        + units
                        + (units == 1 ? " unit" : " units")
                        + ", as many as this run has, found "
                        + held
                        + "; "
                        + (held == 0
                                ? "use another checkpoint, this one is not whole"
                                : "go on with the options that it was written with, --gradient-threshold "
                                        + before.threshold()
                                        + " --units "
                                        + before.units()
                                        + " and the same --batch and --slice"));
    }

    /**
     * A state that nothing is held back in has room for that, as workers expect of each that they
     * are sent: zeros, one array for all units.
     */
    static TrainingState withRoom(TrainingState state, int units) {
        if (state.residuals().length == units) {
            return state;
        }
        float[][] nothing = new float[units][];
        Arrays.fill(nothing, new float[state.parameters().length]);
        return state.withResiduals(nothing);
    }
}
