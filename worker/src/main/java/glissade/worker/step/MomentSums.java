package glissade.worker.step;

import glissade.collective.SliceTree;
import glissade.collective.TreeNode;
import glissade.data.DataException;
import glissade.data.Dataset;
import glissade.math.ColumnProducts;
import glissade.preprocess.Fitting;
import glissade.preprocess.MomentPass;
import glissade.preprocess.MomentSlices;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sums up the moments of tree nodes of the training data: reads a chunk of samples, each lane its
 * own, then adds them to the slice's moments, each lane columns of its own, so that no sum crosses
 * lanes and the number of lanes changes no bit. Chunks of a slice continue its sums; slices meet
 * along the tree.
 *
 * <p>Holds one array of moments for every level of the tree, taken up again from node to node.
 * Confined to the training thread.
 */
final class MomentSums {

    /** Samples that are read before they are added: they stay in the cache meanwhile. */
    private static final int CHUNK = 128;

    /** Values of a chunk; it has fewer samples where they have very many inputs. */
    private static final int MOST_VALUES = 1 << 19;

    /** Lanes begin at multiples of a register tile. */
    private static final int TILE = 4;

    private final Fitting fitting;
    private final MomentSlices slices;
    private final Dataset data;
    private final Lanes lanes;
    private final BooleanSupplier goOn;
    private final ColumnProducts products = ColumnProducts.create();
    private final float[] raw;
    private final int chunkRows;
    private final double[] chunk;
    private final int[] badSample;
    private final Lanes.Task reading = this::readLane;
    private final Lanes.Task adding = this::addLane;
    private final Lanes.Task merging = this::mergeLane;
    private final Deque<double[]> spare = new ArrayDeque<>();

    private MomentPass pass = MomentPass.SUMS;
    private double[] means = new double[0];
    private double[] target = new double[0];
    private double[] addend = new double[0];
    private int from;
    private int rows;

    /**
     * Prepares for the samples of {@code data}.
     *
     * @param goOn asked between chunks: false ends the work
     */
    MomentSums(Fitting fitting, Dataset data, Lanes lanes, BooleanSupplier goOn) {
        this.fitting = fitting;
        this.slices = fitting.slices();
        this.data = data;
        this.lanes = lanes;
        this.goOn = goOn;
        this.raw = new float[lanes.count() * fitting.inputs()];
        this.chunkRows = Math.clamp(MOST_VALUES / fitting.inputs(), 1, CHUNK);
        this.chunk = new double[chunkRows * fitting.inputs()];
        this.badSample = new int[lanes.count()];
    }

    /** A pass begins; {@code ofMeans} [inputs] are looked at where it centres. */
    void begin(MomentPass ofPass, double[] ofMeans) {
        pass = ofPass;
        means = ofMeans;
        spare.clear();
    }

    /**
     * The moments of a node's slices; null when told to end. The caller gives them back with {@link
     * #release}.
     *
     * @throws DataException if an input is infinite or NaN
     */
    double @Nullable [] node(TreeNode node) {
        return node(node.lo(), node.hi());
    }

    private double @Nullable [] node(int lo, int hi) {
        if (hi - lo == 1) {
            return slice(lo);
        }
        int middle = SliceTree.split(lo, hi);
        double[] left = node(lo, middle);
        double[] right = left == null ? null : node(middle, hi);
        if (left == null || right == null) {
            return null;
        }
        target = left;
        addend = right;
        lanes.run(merging);
        release(right);
        return left;
    }

    private double @Nullable [] slice(int slice) {
        double[] moments = spare.isEmpty() ? new double[length()] : spare.pop();
        pass.clear(moments);
        target = moments;
        int to = slices.to(slice);
        for (from = slices.from(slice); from < to; from += chunkRows) {
            if (!goOn.getAsBoolean()) {
                return null;
            }
            rows = Math.min(chunkRows, to - from);
            lanes.run(reading);
            requireNumbers();
            lanes.run(adding);
        }
        return moments;
    }

    /** Takes back what {@link #node} gave. */
    void release(double[] moments) {
        spare.push(moments);
    }

    private int length() {
        return pass.length(fitting.inputs());
    }

    private void readLane(int lane) {
        int inputs = fitting.inputs();
        int offset = lane * inputs;
        badSample[lane] = Integer.MAX_VALUE;
        for (int row = lane; row < rows; row += lanes.count()) {
            data.copyInputs(from + row, raw, offset);
            int to = row * inputs;
            boolean finite = true;
            for (int i = 0; i < inputs; i++) {
                float value = raw[offset + i];
                finite &= Float.isFinite(value);
                chunk[to + i] = pass.centres() ? value - means[i] : value;
            }
            if (!finite) {
                badSample[lane] = Math.min(badSample[lane], from + row);
            }
        }
    }

    private void requireNumbers() {
        int sample = Integer.MAX_VALUE;
        for (int bad : badSample) {
            sample = Math.min(sample, bad);
        }
        if (sample == Integer.MAX_VALUE) {
            return;
        }
        data.copyInputs(sample, raw, 0);
        int input = 0;
        while (Float.isFinite(raw[input])) {
            input++;
        }
        throw new DataException(
                "training sample "
                        + (sample + 1)
                        + ", input "
                        + (input + 1)
                        + " (both counted from 1): expected a finite number, found "
                        + raw[input]
                        + ", to which --preprocess "
                        + fitting.kind().optionName()
                        + " cannot be fitted; mend the data or use --preprocess none");
    }

    private void addLane(int lane) {
        int fromColumn = column(lane);
        int toColumn = column(lane + 1);
        pass.add(products, rows, fitting.inputs(), fromColumn, toColumn, chunk, target);
    }

    /** Where a lane's columns begin: all have the same work, and rows of a triangle shrink. */
    private int column(int lane) {
        int inputs = fitting.inputs();
        double part = (double) lane / lanes.count();
        if (lane == lanes.count()) {
            return inputs;
        }
        double share = pass == MomentPass.PRODUCTS ? 1.0 - Math.sqrt(1.0 - part) : part;
        return (int) (share * inputs) / TILE * TILE;
    }

    private void mergeLane(int lane) {
        int length = length();
        int fromElement = (int) ((long) length * lane / lanes.count());
        int toElement = (int) ((long) length * (lane + 1) / lanes.count());
        pass.merge(target, addend, fromElement, toElement);
    }
}
