package glissade.run;

import glissade.nn.ParameterLayout;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Parameters to begin from, out of any safetensors file that has tensors of the right shapes. */
public final class InitialParameters {

    private InitialParameters() {}

    /**
     * Reads {@code layer.N.weight} [out, in] and {@code layer.N.bias} [out]; other tensors are left
     * alone.
     *
     * @param file as given to {@code --initial-parameters}
     * @return [parameterCount] in memory layout
     * @throws ConfigurationException if the file does not fit the network
     */
    public static float[] read(String file, ParameterLayout layout) {
        String source = RunOptions.INITIAL_PARAMETERS.cite(file);
        SafeTensors tensors;
        try {
            tensors = SafeTensors.read(Path.of(file));
        } catch (InvalidPathException nonsense) {
            throw new ConfigurationException(source + ": not a path", nonsense);
        }
        FileMetadata.requireSealOfOurOwn(tensors, source);
        float[] parameters = ParameterTensors.collect(tensors, "", layout, source);
        for (float parameter : parameters) {
            if (!Float.isFinite(parameter)) {
                throw new ConfigurationException(
                        source
                                + ": expected finite numbers, found "
                                + parameter
                                + "; take parameters from before training diverged");
            }
        }
        return parameters;
    }
}
