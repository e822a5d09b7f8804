package glissade.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import glissade.averaging.StepMemory;
import glissade.averaging.TrainingState;
import glissade.data.DataSchema;
import glissade.nn.ParameterLayout;
import glissade.preprocess.Preprocessing;
import glissade.run.Checkpoint;
import glissade.run.ConfigurationException;
import glissade.run.RunConfiguration;
import glissade.run.RunDirectory;
import glissade.run.RunListener;
import glissade.run.ValidationMemory;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was held back before a stop is there afterwards, or the run does not go on. */
class InitialStateTest {

    private static final DataSchema SCHEMA =
            DataSchema.classes(List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"));
    private static final String HOLDING = "gradient-threshold = 0.01\nunits = 3\n";

    @TempDir Path temp;

    /** Mini-batches of 32 in slices of 8: 4 units at most. */
    private RunConfiguration configuration(String more) {
        return RunConfiguration.fromHocon(
                """
                data = "digits:64"
                model = 784-10
                optimizer = sgd
                batch = 32
                slice = 8
                epochs = 2
                """
                        + more
                        + "out = \""
                        + temp
                        + "\"\n");
    }

    private static Checkpoint checkpoint(RunConfiguration configuration, int units) {
        int count = new ParameterLayout(configuration.model().network()).parameterCount();
        return new Checkpoint(
                "before",
                configuration,
                SCHEMA,
                Preprocessing.none(784),
                1,
                new TrainingState(
                        2,
                        new float[count],
                        new float[0][],
                        new float[units][count],
                        StepMemory.NONE),
                ValidationMemory.NONE,
                false);
    }

    private TrainingState initial(RunConfiguration configuration, @Nullable Checkpoint from) {
        return InitialState.of(
                new CoordinatorSettings(
                        "127.0.0.1",
                        false,
                        0,
                        configuration,
                        RunDirectory.create(configuration, InstantSource.system()),
                        64,
                        50,
                        0,
                        SCHEMA,
                        "this machine",
                        InstantSource.system(),
                        System::nanoTime,
                        from,
                        null,
                        RunListener.silent()));
    }

    @Test
    void shouldGoOnWithWhatWasHeldBack() {
        RunConfiguration holding = configuration(HOLDING);
        Checkpoint from = checkpoint(holding, 3);

        assertThat(initial(holding, from)).isSameAs(from.state());
    }

    @Test
    void shouldBeginWithNothingHeldBack() {
        assertThat(initial(configuration(HOLDING), null).residuals()).hasDimensions(3, 7850);
        assertThat(initial(configuration(""), null).residuals()).isEmpty();
    }

    /** Of large models each vector counts. */
    @Test
    void shouldKeepOneVectorOfZerosForAllUnits() {
        float[][] residuals = initial(configuration(HOLDING), null).residuals();

        assertThat(residuals[0]).containsOnly(0);
        assertThat(residuals[1]).isSameAs(residuals[0]);
        assertThat(residuals[2]).isSameAs(residuals[0]);
    }

    @Test
    void shouldBeginToHoldBackWhereNothingWasBefore() {
        Checkpoint plain = checkpoint(configuration(""), 0);

        assertThat(initial(configuration(HOLDING), plain).residuals()).hasDimensions(3, 7850);
    }

    @Test
    void shouldRefuseACheckpointWithOtherUnits() {
        Checkpoint from = checkpoint(configuration(HOLDING), 3);
        RunConfiguration more = configuration("gradient-threshold = 0.01\nunits = 8\n");

        assertThatThrownBy(() -> initial(more, from))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "checkpoint of run before after step 2: expected what was held back in 4"
                                + " units, as many as this run has, found 3; go on with the options"
                                + " that it was written with, --gradient-threshold 0.01 --units 3"
                                + " and the same --batch and --slice");
    }

    @Test
    void shouldNotForgetWhatWasHeldBack() {
        Checkpoint from = checkpoint(configuration(HOLDING), 3);

        assertThatThrownBy(() -> initial(configuration(""), from))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("in 0 units, as many as this run has, found 3;");
    }

    @Test
    void shouldRefuseACheckpointThatLacksWhatItsRunHeldBack() {
        RunConfiguration holding = configuration(HOLDING);
        Checkpoint from = checkpoint(holding, 0);

        assertThatThrownBy(() -> initial(holding, from))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "checkpoint of run before after step 2: expected what was held back in 3"
                                + " units, as many as this run has, found 0; use another"
                                + " checkpoint, this one is not whole");
    }
}
