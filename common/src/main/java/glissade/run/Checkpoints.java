package glissade.run;

import glissade.averaging.TrainingState;
import glissade.nn.NetworkDescription;
import glissade.nn.ParameterLayout;
import glissade.preprocess.Preprocessing;
import glissade.preprocess.PreprocessingKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checkpoints as files: {@code step-000001234.safetensors} in the checkpoints directory of a run,
 * and {@code best.safetensors} where the validation loss is watched.
 */
public final class Checkpoints {

    private static final String BEST = "best.safetensors";
    private static final Pattern FILE_NAME = Pattern.compile("step-(\\d{9,18})\\.safetensors");

    private Checkpoints() {}

    /**
     * What is left after looking through a directory.
     *
     * @param refused why newer files were passed over, each in words; empty if the newest is whole
     */
    public record Newest(Path file, Checkpoint checkpoint, List<String> refused) {
        public Newest {
            refused = List.copyOf(refused);
        }
    }

    /**
     * Writes a checkpoint, atomically.
     *
     * @return the file
     * @throws IOException if it could not be written; older ones are untouched, and the message
     *     says step, place and room
     */
    public static Path write(Path directory, Checkpoint checkpoint) throws IOException {
        return write(directory, directory.resolve(fileName(checkpoint.step())), checkpoint);
    }

    private static Path write(Path directory, Path file, Checkpoint checkpoint) throws IOException {
        try {
            SafeTensors.write(file, metadata(checkpoint), tensors(checkpoint));
        } catch (IOException failure) {
            throw new IOException(
                    "checkpoint at step "
                            + checkpoint.step()
                            + " not written to "
                            + directory
                            + ": "
                            + FileErrors.words(failure)
                            + room(directory, checkpoint.state()),
                    failure);
        }
        return file;
    }

    /**
     * Reads a checkpoint.
     *
     * @throws ConfigurationException if it is none, or damaged
     */
    public static Checkpoint read(Path file) {
        SafeTensors tensors = SafeTensors.read(file);
        String source = file.toString();
        FileMetadata metadata = FileMetadata.require(tensors, source, FileMetadata.CHECKPOINT);
        RunConfiguration configuration = metadata.runConfiguration();
        ParameterLayout layout = new ParameterLayout(configuration.model().network());
        float[][] optimizerState = new float[configuration.training().optimizer().stateVectors()][];
        for (int vector = 0; vector < optimizerState.length; vector++) {
            optimizerState[vector] =
                    ParameterTensors.collect(tensors, optimizerPrefix(vector), layout, source);
        }
        long step = metadata.number(FileMetadata.STEP);
        requireNameOf(file, step, metadata);
        return new Checkpoint(
                metadata.text(FileMetadata.RUN),
                configuration,
                metadata.schema(),
                preprocessing(tensors, metadata, configuration, source),
                (int) metadata.number(FileMetadata.EPOCH),
                new TrainingState(
                        step,
                        ParameterTensors.collect(tensors, "", layout, source),
                        optimizerState,
                        ResidualTensors.collect(
                                tensors, configuration.training().rounding(), layout, source),
                        metadata.stepMemory()),
                metadata.validationMemory(),
                metadata.ended());
    }

    /**
     * Writes the checkpoint with the lowest validation loss so far, in place of the one before.
     *
     * @throws IOException as {@link #write}
     */
    public static Path writeBest(Path directory, Checkpoint checkpoint) throws IOException {
        return write(directory, directory.resolve(BEST), checkpoint);
    }

    /**
     * Reads the checkpoint with the lowest validation loss.
     *
     * @param step commits that it must be of
     * @param from commits that training goes on from
     * @return null where a better one has been found after these, which training comes to again
     * @throws ConfigurationException if it is missing, damaged, or of another step
     */
    public static @Nullable Checkpoint readBest(Path directory, long step, long from) {
        Path file = directory.resolve(BEST);
        Checkpoint best = read(file);
        if (best.step() > from) {
            return null;
        }
        if (best.step() != step) {
            throw new ConfigurationException(
                    file
                            + ": expected the parameters after step "
                            + step
                            + ", which had the lowest validation loss, found those after step "
                            + best.step()
                            + "; start it anew with glissade train or glissade coordinator");
        }
        return best;
    }

    /** Whether there are any, whole or not. */
    public static boolean areIn(Path directory) {
        return !newestFirst(directory).isEmpty();
    }

    /**
     * The newest checkpoint that can be read whole.
     *
     * @throws ConfigurationException if there is none; the message says why, file by file
     */
    public static Newest newestWhole(Path directory) {
        List<Path> files = newestFirst(directory);
        List<String> refused = new ArrayList<>();
        for (Path file : files) {
            try {
                return new Newest(file, read(file), refused);
            } catch (ConfigurationException damaged) {
                refused.add(String.valueOf(damaged.getMessage()));
            }
        }
        throw new ConfigurationException(
                directory
                        + ": "
                        + (refused.isEmpty()
                                ? "no checkpoint in it; start it anew with glissade train or glissade coordinator"
                                : "no whole checkpoint in it; " + String.join("; ", refused)));
    }

    private static String fileName(long step) {
        return String.format(Locale.ROOT, "step-%09d.safetensors", step);
    }

    private static String optimizerPrefix(int vector) {
        return "optimizer." + vector + ".";
    }

    private static Map<String, String> metadata(Checkpoint checkpoint) {
        RunConfiguration configuration = checkpoint.configuration();
        NetworkDescription network = configuration.model().network();
        Map<String, String> metadata =
                FileMetadata.describing(
                        FileMetadata.CHECKPOINT,
                        checkpoint.run(),
                        network,
                        checkpoint.schema(),
                        checkpoint.preprocessing().kind());
        metadata.put(RunOptions.OPTIMIZER.name(), configuration.training().optimizer().name());
        metadata.put(FileMetadata.STEP, String.valueOf(checkpoint.step()));
        metadata.put(FileMetadata.EPOCH, String.valueOf(checkpoint.epoch()));
        metadata.put(FileMetadata.RUN_CONFIGURATION, configuration.toHocon());
        metadata.put(FileMetadata.VALIDATION, FileMetadata.text(checkpoint.memory()));
        metadata.put(FileMetadata.STEPS, FileMetadata.text(checkpoint.state().memory()));
        metadata.put(FileMetadata.ENDED, String.valueOf(checkpoint.ended()));
        return metadata;
    }

    private static List<Tensor> tensors(Checkpoint checkpoint) {
        ParameterLayout layout = new ParameterLayout(checkpoint.configuration().model().network());
        TrainingState state = checkpoint.state();
        List<Tensor> tensors = new ArrayList<>(ParameterTensors.of("", layout, state.parameters()));
        for (int vector = 0; vector < state.optimizerState().length; vector++) {
            tensors.addAll(
                    ParameterTensors.of(
                            optimizerPrefix(vector), layout, state.optimizerState()[vector]));
        }
        tensors.addAll(ResidualTensors.of(layout, state.residuals()));
        tensors.addAll(PreprocessingTensors.of(checkpoint.preprocessing()));
        return tensors;
    }

    private static Preprocessing preprocessing(
            SafeTensors tensors,
            FileMetadata metadata,
            RunConfiguration configuration,
            String source) {
        PreprocessingKind kind = metadata.preprocessing();
        PreprocessingKind asked = configuration.data().preprocess();
        if (kind != asked) {
            throw metadata.refused(
                    "its inputs are preprocessed by "
                            + kind.optionName()
                            + ", but its run by "
                            + asked.optionName()
                            + "; use another file");
        }
        return PreprocessingTensors.collect(
                tensors, kind, configuration.model().network().inputs(), source);
    }

    /** Says how much room is needed where there is less, which is the usual reason. */
    private static String room(Path directory, TrainingState state) {
        long vectors = 1L + state.optimizerState().length + state.residuals().length;
        long need = vectors * state.parameters().length * Float.BYTES;
        try {
            long free = Files.getFileStore(directory).getUsableSpace();
            return free >= need ? "" : " (need " + size(need) + ", free " + size(free) + ")";
        } catch (IOException unknown) {
            return "";
        }
    }

    static String size(long bytes) {
        return bytes < 100_000
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    /** A file under the name of another step would silently turn back time. */
    private static void requireNameOf(Path file, long step, FileMetadata metadata) {
        Matcher name = FILE_NAME.matcher(file.getFileName().toString());
        if (name.matches() && Long.parseLong(name.group(1)) != step) {
            throw metadata.refused(
                    "it is the checkpoint of step "
                            + step
                            + ", renamed; give it its name back: "
                            + fileName(step));
        }
    }

    private static List<Path> newestFirst(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            // Zero-padding orders names as numbers, but only up to nine digits.
            return entries.filter(file ->
                            FILE_NAME.matcher(file.getFileName().toString()).matches()
                                    && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .sorted(
                            Comparator.comparingInt(
                                            (Path file) -> file.getFileName().toString().length())
                                    .thenComparing(file -> file.getFileName().toString())
                                    .reversed())
                    .toList();
        } catch (IOException unreadable) {
            throw new ConfigurationException(
                    directory + ": cannot be read: " + FileErrors.words(unreadable), unreadable);
        }
    }
}
