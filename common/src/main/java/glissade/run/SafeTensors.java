package glissade.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The content of a safetensors file: named tensors and a little text about them. Files written here
 * are sealed: their metadata begin with a SHA-256 of the whole file, so that a file in which a
 * single bit has changed is refused. Immutable.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">The format</a>; {@code
 *     common/docs/checkpoint-format.md} says what is added
 */
public final class SafeTensors {

    private final Map<String, String> metadata;
    private final Map<String, Tensor> tensors;
    private final boolean sealed;

    SafeTensors(Map<String, String> metadata, Collection<Tensor> tensors, boolean sealed) {
        this.metadata = Map.copyOf(metadata);
        Map<String, Tensor> byName = new LinkedHashMap<>();
        tensors.forEach(tensor -> byName.put(tensor.name(), tensor));
        this.tensors = byName;
        this.sealed = sealed;
    }

    /**
     * Reads a file. No more is allocated than the file is long.
     *
     * @throws ConfigurationException if it cannot be read, is no safetensors file, or is sealed and
     *     damaged; the message names the file and what is wrong
     */
    public static SafeTensors read(Path file) {
        return SafeTensorsReader.read(file);
    }

    /**
     * Writes a sealed file, atomically.
     *
     * @param metadata in the order in which they are to stand
     * @throws IOException if the file could not be written; nothing of it is left behind
     */
    public static void write(Path file, Map<String, String> metadata, List<Tensor> tensors)
            throws IOException {
        SafeTensorsWriter.write(file, metadata, tensors);
    }

    /** Text by key; without the seal. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** Names of the float32 tensors, in the order of their data. Others are left out. */
    public List<String> names() {
        return List.copyOf(tensors.keySet());
    }

    /** The float32 tensor of that name, or null. */
    public @Nullable Tensor tensor(String name) {
        return tensors.get(name);
    }

    /** Whether the file carried a SHA-256 of itself, and it was right. */
    public boolean isSealed() {
        return sealed;
    }
}
