package glissade.coordinator;

import glissade.data.DataSchema;
import glissade.run.Checkpoint;
import glissade.run.RunConfiguration;
import glissade.run.RunDirectory;
import glissade.run.RunListener;
import glissade.run.TrainedModel;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a coordinator needs to know.
 *
 * @param host address that everything listens on; where it is not loopback, other machines can
 *     reach what nothing protects
 * @param insecure whether that is wanted
 * @param port its port, 0 for a free one
 * @param samples training samples, validation taken off
 * @param testSamples samples of the test set
 * @param validationSamples samples of the validation set, 0 for none
 * @param resumeFrom checkpoint to go on from; where no step is left after it, what is kept of the
 *     run is measured and written; null to begin
 * @param measured finished model that is measured on the test data, where nothing is to be trained;
 *     null to train
 * @param schema what inputs and outputs of the network stand for
 * @param cpu model of this machine's CPU, for the summary
 * @param clock wall clock, for the times in events
 * @param nanoClock monotonic clock in nanoseconds, for time taken and deadlines
 * @param listener hears of the run on one thread, in order
 */
public record CoordinatorSettings(
        String host,
        boolean insecure,
        int port,
        RunConfiguration configuration,
        RunDirectory directory,
        int samples,
        int testSamples,
        int validationSamples,
        DataSchema schema,
        String cpu,
        InstantSource clock,
        LongSupplier nanoClock,
        @Nullable Checkpoint resumeFrom,
        @Nullable TrainedModel measured,
        RunListener listener) {

    /**
     * Whether only this machine can reach the host.
     *
     * @throws UnknownHostException if there is no such host
     */
    boolean onLoopback() throws UnknownHostException {
        return InetAddress.getByName(host).isLoopbackAddress();
    }
}
