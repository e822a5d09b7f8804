package glissade.local;

import glissade.collective.EpochShape;
import glissade.data.DataSchema;
import glissade.data.DataSets;
import glissade.data.Dataset;
import glissade.nn.ParameterLayout;
import glissade.plane.PlaneRoom;
import glissade.plane.PlaneSettings;
import glissade.run.InitialParameters;
import glissade.run.RunConfiguration;
import glissade.run.TimelineFile;
import glissade.run.Transport;
import java.nio.file.Path;

/**
 * A run that can begin: its options agree with its data and the machine has what it takes. Checked
 * before anything is written, so that a refusal leaves nothing behind.
 *
 * @param samples training samples, validation taken off
 * @param validationSamples 0 for none
 * @param schema what inputs and outputs of the network stand for
 */
public record CheckedRun(
        RunConfiguration configuration,
        int samples,
        int validationSamples,
        int testSamples,
        DataSchema schema) {

    /**
     * Checks a run.
     *
     * @throws glissade.run.ConfigurationException if options or files cannot be used
     * @throws glissade.data.DataException if the data are missing or damaged, or do not fit
     * @throws glissade.math.UnsupportedMachineException if this machine cannot train
     * @throws CannotStartException if this JVM was not started with the flags that it needs
     * @throws glissade.plane.InsufficientSharedMemoryException if gradients have no room here
     */
    public static CheckedRun of(RunConfiguration configuration) {
        return of(configuration, true);
    }

    /**
     * Checks a run whose workers may be on other machines: only they know what room they have.
     *
     * @param onThisMachine whether all workers are on this machine, which must have room for them
     */
    public static CheckedRun of(RunConfiguration configuration, boolean onThisMachine) {
        String initialParameters = configuration.model().initialParameters();
        if (initialParameters != null) {
            InitialParameters.read(
                    initialParameters, new ParameterLayout(configuration.model().network()));
        }
        String timeline = configuration.output().timeline();
        if (timeline != null) {
            TimelineFile.requireWritable(Path.of(timeline));
        }
        DataSets data = configuration.loadData();
        checkMachine();
        if (onThisMachine) {
            checkRoom(configuration, true);
        }
        Dataset validation = data.validation();
        return new CheckedRun(
                configuration,
                data.training().size(),
                validation == null ? 0 : validation.size(),
                data.test().size(),
                data.training().schema());
    }

    /**
     * A run that trains nothing, and measures a finished model on {@code samples}.
     *
     * @throws glissade.math.UnsupportedMachineException if this machine cannot compute
     * @throws CannotStartException if this JVM was not started with the flags that it needs
     * @throws glissade.plane.InsufficientSharedMemoryException if parameters have no room here
     */
    public static CheckedRun measuring(RunConfiguration configuration, Dataset samples) {
        checkMachine();
        checkRoom(configuration, false);
        return new CheckedRun(configuration, samples.size(), 0, samples.size(), samples.schema());
    }

    /**
     * A run with the same data, whose configuration differs in how it is trained alone.
     *
     * @throws glissade.run.ConfigurationException if it does not suit the data
     */
    public CheckedRun with(RunConfiguration other) {
        other.requireFits(samples);
        return new CheckedRun(other, samples, validationSamples, testSamples, schema);
    }

    private static void checkMachine() {
        var _ = Machine.kernels();
        Machine.requireFlags();
    }

    private static void checkRoom(RunConfiguration configuration, boolean trains) {
        if (configuration.cluster().workers() > 1) {
            boolean udp = configuration.cluster().transport() == Transport.UDP;
            PlaneSettings plane =
                    PlaneSettings.of(
                            udp ? glissade.plane.Transport.UDP : glissade.plane.Transport.IPC,
                            configuration.generations());
            RestartPlan plan = RestartPlan.of(configuration);
            int workers = plan.workersEach();
            PlaneRoom room =
                    trains && configuration.shardsAmong(workers)
                            ? PlaneRoom.forShardedRuns(plane, workers, plan.atOnce())
                            : PlaneRoom.forRuns(plane, workers, plan.atOnce());
            room.requireSufficient();
        }
    }

    public EpochShape shape() {
        return configuration.epochShape(samples);
    }

    /** Steps of the whole run. */
    public long steps() {
        return configuration.training().length().steps(shape());
    }

    /** Slices of a full mini-batch: no more workers than this can have work. */
    public int slices() {
        return shape().slices(shape().batchSize());
    }

    public int parameterCount() {
        return new ParameterLayout(configuration.model().network()).parameterCount();
    }
}
