package glissade.run;

import glissade.nn.NetworkDescription;
import glissade.nn.ParameterLayout;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The file {@code model.safetensors}: enough to predict. */
public final class ModelFile {

    private ModelFile() {}

    /**
     * Writes a model, atomically.
     *
     * @throws IOException if the file could not be written; the message names it
     */
    public static void write(Path file, TrainedModel model) throws IOException {
        ParameterLayout layout = new ParameterLayout(model.network());
        List<Tensor> tensors = new ArrayList<>(ParameterTensors.of("", layout, model.parameters()));
        tensors.addAll(PreprocessingTensors.of(model.preprocessing()));
        try {
            SafeTensors.write(
                    file,
                    FileMetadata.describing(
                            FileMetadata.MODEL,
                            model.run(),
                            model.network(),
                            model.schema(),
                            model.preprocessing().kind()),
                    tensors);
        } catch (IOException failure) {
            throw new IOException(file + ": not written: " + FileErrors.words(failure), failure);
        }
    }

    /**
     * Copies a model file, atomically.
     *
     * @throws IOException if it could not be read or written
     */
    static void copy(Path from, Path to) throws IOException {
        try (FileChannel source = FileChannel.open(from, StandardOpenOption.READ)) {
            AtomicFile.write(
                    to,
                    target -> {
                        long size = source.size();
                        for (long position = 0; position < size; ) {
                            position += source.transferTo(position, size - position, target);
                        }
                    });
        }
    }

    /**
     * Reads a model, or the model that is in a checkpoint.
     *
     * @throws ConfigurationException if it is none, or damaged
     */
    public static TrainedModel read(Path file) {
        SafeTensors tensors = SafeTensors.read(file);
        FileMetadata metadata =
                FileMetadata.require(
                        tensors, file.toString(), FileMetadata.MODEL, FileMetadata.CHECKPOINT);
        NetworkDescription network = metadata.network();
        ParameterLayout layout = new ParameterLayout(network);
        return new TrainedModel(
                metadata.text(FileMetadata.RUN),
                network,
                metadata.schema(),
                PreprocessingTensors.collect(
                        tensors, metadata.preprocessing(), network.inputs(), file.toString()),
                ParameterTensors.collect(tensors, "", layout, file.toString()));
    }

    /**
     * The model file that is meant by the file itself or by a run directory.
     *
     * @throws ConfigurationException if there is none
     */
    public static Path find(Path modelOrRun) {
        if (!Files.isDirectory(modelOrRun)) {
            if (!Files.exists(modelOrRun)) {
                throw new ConfigurationException(
                        modelOrRun + ": no such file; name a model file or a run directory");
            }
            return modelOrRun;
        }
        Path file = RunDirectory.open(modelOrRun).modelFile();
        if (!Files.exists(file)) {
            throw new ConfigurationException(
                    modelOrRun
                            + ": this run has no model.safetensors yet; finish it with: glissade resume "
                            + modelOrRun);
        }
        return file;
    }
}
