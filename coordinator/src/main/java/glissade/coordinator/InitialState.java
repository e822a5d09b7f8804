package glissade.coordinator;

import glissade.averaging.TrainingState;
import glissade.collective.Division;
import glissade.nn.Network;
import glissade.run.Checkpoint;
import glissade.run.InitialParameters;
import glissade.run.RunConfiguration;
import glissade.run.TrainedModel;

/**
 * The state that a run begins from: a checkpoint's, a finished model's or a file's parameters, or
 * parameters drawn from the seed.
 */
final class InitialState {

    private InitialState() {}

    static TrainingState of(CoordinatorSettings settings) {
        Checkpoint checkpoint = settings.resumeFrom();
        RunConfiguration configuration = settings.configuration();
        int units =
                configuration
                        .assignment(configuration.epochShape(settings.samples()), 1, Division.EVEN)
                        .layout(0)
                        .heldUnits();
        if (checkpoint != null) {
            return resumed(checkpoint.state(), units);
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
        return resumed(
                new TrainingState(0, parameters, new float[vectors][parameters.length]), units);
    }

    /** A state that nothing was held back in yet gets room for that. */
    private static TrainingState resumed(TrainingState state, int units) {
        return state.residuals().length == units
                ? state
                : state.withResiduals(new float[units][state.parameters().length]);
    }
}
