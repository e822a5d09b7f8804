package glissade.data;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Samples in an array, with the classes or targets in another; both stay in their files. */
final class NpySet implements Dataset {
    private final NpyArray inputs;
    private final @Nullable NpyArray answers;
    private final @Nullable NpyClasses classes;
    private final DataSchema schema;

    /**
     * Joins the two.
     *
     * @param answers as many rows as {@code inputs}; null for none
     * @param classes what the answers stand for; null for targets
     * @param missing what is done about missing values
     */
    NpySet(
            NpyArray inputs,
            @Nullable NpyArray answers,
            @Nullable NpyClasses classes,
            MissingValues missing) {
        this.inputs = inputs;
        this.answers = answers;
        this.classes = classes;
        DataSchema named =
                classes != null
                        ? DataSchema.classes(classes.names())
                        : DataSchema.targets(answers == null ? List.of() : names(answers.width()));
        // Whole numbers are never missing.
        schema = inputs.type().isWhole() ? named : named.with(missing, List.of());
    }

    private static List<String> names(int targets) {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= targets; i++) {
            names.add(targets == 1 ? "target" : "target " + i);
        }
        return names;
    }

    @Override
    public int size() {
        return inputs.rows();
    }

    @Override
    public int inputs() {
        return inputs.width();
    }

    @Override
    public DataSchema schema() {
        return schema;
    }

    @Override
    public void copyInputs(int index, float[] out, int offset) {
        inputs.copy(index, out, offset);
    }

    @Override
    public int label(int index) {
        if (answers == null || classes == null) {
            throw new IllegalStateException("the samples have no classes");
        }
        return classes.label(answers.whole(index));
    }

    @Override
    public void copyTargets(int index, float[] out, int offset) {
        if (answers != null && classes == null) {
            answers.copy(index, out, offset);
        }
    }

    @Override
    public void digest(int index, MessageDigest digest) {
        inputs.digest(index, digest);
        if (answers != null) {
            answers.digest(index, digest);
        }
    }
}
