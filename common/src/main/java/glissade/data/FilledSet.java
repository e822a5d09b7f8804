package glissade.data;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/** A data set in whose samples the means of the training data take the place of missing values. */
final class FilledSet implements Dataset {
    private final Dataset whole;
    private final DataSchema schema;
    private final float[] means;

    private FilledSet(Dataset whole, List<Float> means) {
        this.whole = whole;
        this.schema = whole.schema().with(MissingValues.MEAN, means);
        this.means = new float[means.size()];
        for (int i = 0; i < this.means.length; i++) {
            this.means[i] = means.get(i);
        }
    }

    /** Fills a data set, if its schema wants that. */
    static Dataset of(Dataset samples, List<Float> means) {
        return samples.schema().missing() == MissingValues.MEAN
                ? new FilledSet(samples, means)
                : samples;
    }

    /**
     * The mean of each input over the samples that have it: summed in double in their order, and
     * rounded once.
     *
     * @throws DataException if an input has no value in any sample
     */
    static List<Float> means(Dataset training) {
        int inputs = training.inputs();
        double[] sums = new double[inputs];
        int[] counts = new int[inputs];
        float[] sample = new float[inputs];
        for (int index = 0; index < training.size(); index++) {
            training.copyInputs(index, sample, 0);
            for (int i = 0; i < inputs; i++) {
                if (!Float.isNaN(sample[i])) {
                    sums[i] += sample[i];
                    counts[i]++;
                }
            }
        }
        List<Float> means = new ArrayList<>(inputs);
        for (int i = 0; i < inputs; i++) {
            if (counts[i] == 0) {
                throw new DataException(
                        "--missing mean: "
                                + name(training.schema(), i)
                                + " has no value in any training sample, so there is no mean; leave"
                                + " it out of the data");
            }
            means.add((float) (sums[i] / counts[i]));
        }
        return means;
    }

    private static String name(DataSchema schema, int input) {
        int first = 0;
        if (schema.table() != null) {
            for (DataColumn column : schema.table().inputs()) {
                first += column.width();
                if (input < first) {
                    return "column " + Shown.quoted(column.name());
                }
            }
        }
        return "input " + (input + 1);
    }

    @Override
    public int size() {
        return whole.size();
    }

    @Override
    public int inputs() {
        return whole.inputs();
    }

    @Override
    public DataSchema schema() {
        return schema;
    }

    @Override
    public void copyInputs(int index, float[] out, int offset) {
        whole.copyInputs(index, out, offset);
        for (int i = 0; i < means.length; i++) {
            if (Float.isNaN(out[offset + i])) {
                out[offset + i] = means[i];
            }
        }
    }

    @Override
    public int label(int index) {
        return whole.label(index);
    }

    @Override
    public void copyTargets(int index, float[] out, int offset) {
        whole.copyTargets(index, out, offset);
    }

    @Override
    public void digest(int index, MessageDigest digest) {
        whole.digest(index, digest);
    }
}
