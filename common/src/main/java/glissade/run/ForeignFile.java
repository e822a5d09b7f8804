package glissade.run;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Recognises by its first bytes a file that is something else than what was asked for. */
enum ForeignFile {
    PNG("89504e47", "a PNG image"),
    ZIP("504b0304", "a zip archive, as PyTorch's .pt files are; save it as safetensors instead"),
    HDF5("89484446", "an HDF5 file, as Keras writes them; save it as safetensors instead"),
    GZIP("1f8b", "a gzip file; gunzip it"),
    NUMPY("934e554d5059", "a NumPy array; save it as safetensors instead"),
    PICKLE("80028a0a", "a Python pickle; save it as safetensors instead"),
    JPEG("ffd8ff", "a JPEG image"),
    PDF("25504446", "a PDF document");

    /** In hexadecimal. */
    private final String beginning;

    private final String words;

    ForeignFile(String beginning, String words) {
        this.beginning = beginning;
        this.words = words;
    }

    /** What the file is, in words, or null if it is nothing known. */
    static @Nullable String name(byte[] firstBytes) {
        String found = HexFormat.of().formatHex(firstBytes);
        for (ForeignFile kind : values()) {
            if (found.startsWith(kind.beginning)) {
                return kind.words;
            }
        }
        return null;
    }
}
