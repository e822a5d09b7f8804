package glissade.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.List;

/** Samples of which most values are 0. */
final class SparseSet implements Dataset {
    private final int inputs;
    private final SparseRows rows;
    private final Answers answers;
    private final DataSchema schema;

    SparseSet(int inputs, SparseRows rows, Answers answers, MissingValues missing) {
        this.inputs = inputs;
        this.rows = rows;
        this.answers = answers;
        this.schema =
                new DataSchema(
                        answers.classNames(), answers.targetNames(), null, missing, List.of());
    }

    @Override
    public int size() {
        return rows.size();
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public DataSchema schema() {
        return schema;
    }

    @Override
    public void copyInputs(int index, float[] out, int offset) {
        rows.copy(index, out, offset, inputs);
    }

    @Override
    public int label(int index) {
        return answers.label(index);
    }

    @Override
    public void copyTargets(int index, float[] out, int offset) {
        if (targets() > 0) {
            answers.values().copy(index, out, offset);
        }
    }

    @Override
    public void digest(int index, MessageDigest digest) {
        float[] entries = rows.entries(index);
        ByteBuffer bytes =
                ByteBuffer.allocate((1 + entries.length + answers.values().width()) * Float.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(entries.length);
        for (float number : entries) {
            bytes.putFloat(number);
        }
        for (int i = 0; i < answers.values().width(); i++) {
            bytes.putFloat(answers.values().get(index, i));
        }
        digest.update(bytes.array());
    }
}
