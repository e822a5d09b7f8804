package glissade.data;

import glissade.math.CounterRandom.Purpose;
import java.security.MessageDigest;

/** Some samples of another data set, in its order; copies none of them. */
final class Subset implements Dataset {
    private final Dataset whole;
    private final int[] indices;

    private Subset(Dataset whole, int[] indices) {
        this.whole = whole;
        this.indices = indices;
    }

    /** Two parts that are disjoint and together the whole. */
    record Split(Dataset remaining, Dataset taken) {}

    /**
     * Takes {@code count} samples chosen by the seed out of a data set.
     *
     * @param count in [1, size - 1]
     */
    static Split split(Dataset whole, int count, long seed, Purpose purpose) {
        int size = whole.size();
        KeyedPermutation permutation = new KeyedPermutation(size, seed, purpose, 0);
        boolean[] chosen = new boolean[size];
        for (int i = 0; i < count; i++) {
            chosen[permutation.at(i)] = true;
        }
        int[] taken = new int[count];
        int[] remaining = new int[size - count];
        int takenCount = 0;
        for (int i = 0; i < size; i++) {
            if (chosen[i]) {
                taken[takenCount++] = i;
            } else {
                remaining[i - takenCount] = i;
            }
        }
        return new Split(new Subset(whole, remaining), new Subset(whole, taken));
    }

    @Override
    public int size() {
        return indices.length;
    }

    @Override
    public int inputs() {
        return whole.inputs();
    }

    @Override
    public DataSchema schema() {
        return whole.schema();
    }

    @Override
    public void copyInputs(int index, float[] out, int offset) {
        whole.copyInputs(indices[index], out, offset);
    }

    @Override
    public int label(int index) {
        return whole.label(indices[index]);
    }

    @Override
    public void copyTargets(int index, float[] out, int offset) {
        whole.copyTargets(indices[index], out, offset);
    }

    @Override
    public void digest(int index, MessageDigest digest) {
        whole.digest(indices[index], digest);
    }
}
