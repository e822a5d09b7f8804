package glissade.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;

/**
 * The rows of a table, a number for each column: the value, or the code of a text, which becomes
 * its several inputs when it is copied. NaN stands for a missing value.
 */
final class TableSet implements Dataset {
    private final DataSchema schema;
    private final FloatRows rows;
    private final int[][] ranks;
    private final int[] widths;
    private final int inputs;
    private final Answers answers;

    /**
     * Wraps what was read.
     *
     * @param ranks for each column, the place among its categories by code; empty for numbers
     */
    TableSet(
            TableColumns table,
            MissingValues missing,
            FloatRows rows,
            int[][] ranks,
            Answers answers) {
        this.schema =
                new DataSchema(
                        answers.classNames(),
                        answers.targetNames(),
                        table,
                        missing,
                        java.util.List.of());
        this.rows = rows;
        this.ranks = ranks;
        this.answers = answers;
        this.widths = table.inputs().stream().mapToInt(DataColumn::width).toArray();
        this.inputs = table.width();
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
        int at = offset;
        for (int column = 0; column < widths.length; column++) {
            float value = rows.get(index, column);
            int[] rank = ranks[column];
            if (rank.length == 0) {
                out[at] = value;
            } else {
                boolean missing = Float.isNaN(value);
                java.util.Arrays.fill(out, at, at + rank.length, missing ? Float.NaN : 0);
                if (!missing) {
                    out[at + rank[(int) value]] = 1;
                }
            }
            at += widths[column];
        }
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
        ByteBuffer bytes =
                ByteBuffer.allocate((widths.length + answers.values().width()) * Float.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (int column = 0; column < widths.length; column++) {
            float value = rows.get(index, column);
            boolean text = ranks[column].length > 0 && !Float.isNaN(value);
            bytes.putFloat(text ? ranks[column][(int) value] : value);
        }
        for (int i = 0; i < answers.values().width(); i++) {
            bytes.putFloat(answers.values().get(index, i));
        }
        digest.update(bytes.array());
    }
}
