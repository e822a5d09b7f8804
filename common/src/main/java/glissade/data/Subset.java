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

    /** Samples of a data set by their indices, ascending. */
    static Dataset of(Dataset whole, int[] indices) {
        return new Subset(whole, indices);
    }

    /** Two parts that are disjoint and together the whole. */
    record Split(Dataset remaining, Dataset taken) {}

    /**
     * Takes {@code count} samples chosen by the seed out of a data set.
     *
     * @param count in [1, size - 1]
     */
    static Split split(Dataset whole, int count, long seed, Purpose purpose) {
        KeyedPermutation permutation = new KeyedPermutation(whole.size(), seed, purpose, 0);
        boolean[] chosen = new boolean[whole.size()];
        for (int i = 0; i < count; i++) {
            chosen[permutation.at(i)] = true;
        }
        return divide(whole, count, chosen);
    }

    /**
     * Takes {@code count} samples chosen by the seed out of a labelled data set, of each class as
     * near to its share as whole numbers allow: the largest remainders are rounded up, the lower
     * class first where they are equal.
     *
     * @param count in [1, size - 1]
     */
    static Split stratified(Dataset whole, int count, long seed, Purpose purpose) {
        int[] left = shares(whole, count);
        KeyedPermutation permutation = new KeyedPermutation(whole.size(), seed, purpose, 0);
        boolean[] chosen = new boolean[whole.size()];
        for (int i = 0; i < whole.size(); i++) {
            int sample = permutation.at(i);
            int label = whole.label(sample);
            if (left[label] > 0) {
                left[label]--;
                chosen[sample] = true;
            }
        }
        return divide(whole, count, chosen);
    }

    /** How many of each class are taken when {@code count} of all samples are. */
    private static int[] shares(Dataset whole, int count) {
        int[] sizes = new int[whole.classes()];
        for (int i = 0; i < whole.size(); i++) {
            sizes[whole.label(i)]++;
        }
        int[] shares = new int[sizes.length];
        long[] remainders = new long[sizes.length];
        int given = 0;
        for (int label = 0; label < sizes.length; label++) {
            long exact = (long) count * sizes[label];
            shares[label] = (int) (exact / whole.size());
            remainders[label] = exact % whole.size();
            given += shares[label];
        }
        for (; given < count; given++) {
            int largest = 0;
            for (int label = 1; label < sizes.length; label++) {
                if (remainders[label] > remainders[largest]) {
                    largest = label;
                }
            }
            shares[largest]++;
            remainders[largest] = -1;
        }
        return shares;
    }

    private static Split divide(Dataset whole, int count, boolean[] chosen) {
        int size = whole.size();
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
    public int touch(int index) {
        return whole.touch(indices[index]);
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
