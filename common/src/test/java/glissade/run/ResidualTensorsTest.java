package glissade.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import glissade.averaging.StepMemory;
import glissade.averaging.TrainingState;
import glissade.data.DataSchema;
import glissade.nn.ParameterLayout;
import glissade.preprocess.Preprocessing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What units have held back comes back from a file whole or not at all. */
class ResidualTensorsTest {

    private static final Map<String, String> THRESHOLD =
            Map.of("gradient-threshold", "0.01", "units", "4");

    @TempDir Path directory;

    private Path write(int units, Map<String, String> holding) throws IOException {
        Map<String, String> options = new LinkedHashMap<>(holding);
        options.putAll(Map.of("model", "4-3-2", "optimizer", "sgd"));
        RunConfiguration configuration =
                RunConfiguration.of(GivenOptions.none().commandLine(options));
        int count = new ParameterLayout(configuration.model().network()).parameterCount();
        float[][] residuals = new float[units][count];
        for (int unit = 0; unit < units; unit++) {
            Arrays.fill(residuals[unit], unit + 0.5f);
        }
        return Checkpoints.write(
                directory,
                new Checkpoint(
                        "first",
                        configuration,
                        DataSchema.classes(List.of("zero", "one")),
                        Preprocessing.none(4),
                        0,
                        new TrainingState(
                                7, new float[count], new float[0][], residuals, StepMemory.NONE),
                        ValidationMemory.NONE,
                        false));
    }

    private static void removeAll(Path file, String prefix) throws IOException {
        SafeTensors whole = SafeTensors.read(file);
        List<Tensor> rest = new ArrayList<>();
        for (String name : whole.names()) {
            if (!name.startsWith(prefix)) {
                rest.add(Objects.requireNonNull(whole.tensor(name)));
            }
        }
        SafeTensors.write(file, whole.metadata(), rest);
    }

    @Test
    void shouldReadBackWhatEveryUnitHasHeldBack() throws IOException {
        float[][] residuals = Checkpoints.read(write(4, THRESHOLD)).state().residuals();

        assertThat(residuals).hasDimensions(4, 23);
        assertThat(residuals[3]).containsOnly(3.5f);
    }

    @Test
    void shouldRefuseAFileThatLacksWhatAUnitInBetweenHasHeldBack() throws IOException {
        Path file = write(4, THRESHOLD);
        removeAll(file, "residual.1.");

        assertThatThrownBy(() -> Checkpoints.read(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "%s: expected 4 units that hold something back, found 3, residual.1 is"
                                + " missing; use another checkpoint",
                        file);
    }

    @Test
    void shouldRefuseAFileThatLacksTheFirstWeightsOfAUnit() throws IOException {
        Path file = write(4, THRESHOLD);
        removeAll(file, "residual.3.layer.0.weight");

        assertThatThrownBy(() -> Checkpoints.read(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("expected a float32 tensor residual.3.layer.0.weight");
    }

    @Test
    void shouldRefuseMoreThanTheRunHasUnits() throws IOException {
        Path more = write(5, THRESHOLD);

        assertThatThrownBy(() -> Checkpoints.read(more))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "%s: expected no more than 4 units that hold something back, found"
                                + " residual.4; use another checkpoint",
                        more);
        Path any = write(1, Map.of());
        assertThatThrownBy(() -> Checkpoints.read(any))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("no more than 0 units that hold something back");
    }
}
