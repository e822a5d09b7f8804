package glissade.nn;

import java.util.List;

/** Layouts of a wanted length, for tests that do not look at layers. */
public final class Layouts {
    private Layouts() {}

    /** A single output: all parameters but the last, a bias, are weights. */
    public static ParameterLayout ofLength(int parameterCount) {
        return new ParameterLayout(
                new NetworkDescription(
                        List.of(parameterCount - 1, 1),
                        Activation.RELU,
                        Activation.IDENTITY,
                        Loss.MSE));
    }
}
