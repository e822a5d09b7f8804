package glissade.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run came to: the content of {@code summary.json}. Figures that were not measured are NaN
 * here and {@code null} there.
 *
 * @param run name of the run
 */
public record RunSummary(
        String run,
        RunStatus status,
        Setup setup,
        Progress progress,
        Quality quality,
        Timing timing,
        Distribution distribution) {

    /** The same figures for a run of another name, which ended in another way. */
    public RunSummary named(String newRun, RunStatus newStatus) {
        return new RunSummary(newRun, newStatus, setup, progress, quality, timing, distribution);
    }

    /** The summary as JSON, with all keys present and a line break at the end. */
    public String toJson() {
        return SummaryJson.write(this);
    }

    /** Writes {@code summary.json}, atomically. */
    public void write(Path file) throws IOException {
        LineFile.replace(file, toJson());
    }

    /**
     * Reads {@code summary.json}.
     *
     * @throws ConfigurationException if it is not what {@link #write} writes
     */
    public static RunSummary read(Path file) {
        try {
            return SummaryJson.read(Files.readString(file));
        } catch (JsonProcessingException | IllegalArgumentException damaged) {
            throw new ConfigurationException(
                    file + ": expected the summary of a run, found something else", damaged);
        } catch (IOException unreadable) {
            throw new ConfigurationException(
                    file + ": cannot be read: " + FileErrors.words(unreadable), unreadable);
        }
    }

    /**
     * What was asked for, resolved.
     *
     * @param threadsPerWorker training lanes in each worker
     * @param batchSize samples in a mini-batch, over all workers
     * @param sliceSize samples in a slice
     * @param gradientPrecision what gradient sums of units were rounded to: {@code fp32} for no
     *     rounding
     * @param gradientThreshold below which their elements were held back; null for none
     * @param units how many there are in a mini-batch; null where nothing was rounded or held back
     * @param replicas of the model that descended by themselves; null where all workers took every
     *     step together
     * @param syncEvery steps from one averaging of these to the next; null likewise
     * @param parameters number of parameters of the network
     * @param preprocess what inputs go through before the network takes them
     * @param droppedInputs how many of them carry nothing: components dropped by a whitening, or
     *     constant columns
     * @param transport {@code ipc} or {@code udp}; with one worker only states travel
     * @param averaging {@code star}, {@code sharded} or {@code local}
     */
    public record Setup(
            long seed,
            int workers,
            int threadsPerWorker,
            int batchSize,
            int sliceSize,
            String gradientPrecision,
            @Nullable Double gradientThreshold,
            @Nullable Integer units,
            @Nullable Integer replicas,
            @Nullable Integer syncEvery,
            int parameters,
            String preprocess,
            int droppedInputs,
            String transport,
            String averaging) {}

    /**
     * How far training came.
     *
     * @param epochs whole epochs done
     * @param samples training samples used
     */
    public record Progress(long steps, int epochs, long samples) {}

    /**
     * What came out of it.
     *
     * @param trainLoss mean training loss over the last epoch, as seen on the way
     * @param validation on the validation data, null where there are none
     * @param test on the test data, null when they were not evaluated
     * @param parametersSha256 hash of the parameters in canonical order, in hexadecimal; null when
     *     there are none
     */
    public record Quality(
            double trainLoss,
            @Nullable Measured validation,
            @Nullable Measured test,
            @Nullable String parametersSha256) {

        /** Loss on the validation data; NaN where there are none. */
        public double validationLoss() {
            return validation == null ? Double.NaN : validation.loss();
        }

        /** Accuracy on the validation data, 0..1; NaN for regression and where there are none. */
        public double validationAccuracy() {
            return validation == null ? Double.NaN : validation.accuracy();
        }

        /** Loss on the test data; NaN when they were not evaluated. */
        public double testLoss() {
            return test == null ? Double.NaN : test.loss();
        }

        /** Accuracy on the test data, 0..1; NaN for regression and when they were not evaluated. */
        public double testAccuracy() {
            return test == null ? Double.NaN : test.accuracy();
        }
    }

    /**
     * Where the time went.
     *
     * @param samplesPerSecond in the steady state: the first 10 % of the steps left out
     * @param wallSeconds first step to last commit
     * @param computeSeconds average per worker, as the two that follow
     * @param workerSeconds of every worker's training thread, by rank; null when not all have
     *     reported
     */
    public record Timing(
            double samplesPerSecond,
            double wallSeconds,
            double computeSeconds,
            double communicateSeconds,
            double waitSeconds,
            @Nullable List<WorkerSeconds> workerSeconds) {
        public Timing {
            workerSeconds = workerSeconds == null ? null : List.copyOf(workerSeconds);
        }
    }

    /**
     * Who did it, and what became of them.
     *
     * @param slicesByWorker slices computed, a worker each; null when not all have reported
     * @param gradientBytes bytes of partial sums sent by all workers; null likewise
     * @param failures workers lost
     * @param vectorBits width of the kernels, a worker each; 32 is scalar
     * @param java version of the JVM
     * @param cpu model of the coordinator's CPU
     */
    public record Distribution(
            @Nullable List<Long> slicesByWorker,
            @Nullable Long gradientBytes,
            int failures,
            long reassignedSlices,
            List<Integer> vectorBits,
            String java,
            String cpu) {
        public Distribution {
            slicesByWorker = slicesByWorker == null ? null : List.copyOf(slicesByWorker);
            vectorBits = List.copyOf(vectorBits);
        }
    }
}
