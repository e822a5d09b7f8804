package glissade.preprocess;

import glissade.collective.SliceTree;
import glissade.math.ColumnProducts;
import java.util.ArrayList;
import java.util.List;

/**
 * Fits to rows in memory, on one thread, written from the text of the contract: slices of
 * consecutive samples, summed in sample order, added along the canonical tree.
 */
public final class MemoryFit {

    private static final int CHUNK = 100;

    private final Fitting fitting;
    private final float[] rows;
    private final ColumnProducts products;

    private MemoryFit(Fitting fitting, float[] rows, ColumnProducts products) {
        this.fitting = fitting;
        this.rows = rows;
        this.products = products;
    }

    /** Fits to {@code rows} [samples, inputs]. */
    public static Preprocessing of(PreprocessingKind kind, int inputs, float[] rows) {
        return of(kind, inputs, rows, ColumnProducts.create());
    }

    static Preprocessing of(
            PreprocessingKind kind, int inputs, float[] rows, ColumnProducts products) {
        Fitting fitting = new Fitting(kind, inputs, rows.length / inputs);
        return new MemoryFit(fitting, rows, products).fit();
    }

    private Preprocessing fit() {
        List<double[]> moments = new ArrayList<>();
        double[] means = new double[fitting.inputs()];
        for (MomentPass pass : fitting.passes()) {
            double[] whole = node(pass, means, 0, fitting.slices().count());
            if (pass == MomentPass.SUMS) {
                means = MomentPass.means(whole, fitting.samples());
            }
            moments.add(whole);
        }
        return fitting.fit(moments, products);
    }

    private double[] node(MomentPass pass, double[] means, int lo, int hi) {
        if (hi - lo == 1) {
            return slice(pass, means, lo);
        }
        int middle = SliceTree.split(lo, hi);
        double[] left = node(pass, means, lo, middle);
        double[] right = node(pass, means, middle, hi);
        pass.merge(left, right, 0, left.length);
        return left;
    }

    private double[] slice(MomentPass pass, double[] means, int slice) {
        int inputs = fitting.inputs();
        double[] moments = new double[pass.length(inputs)];
        pass.clear(moments);
        int to = fitting.slices().to(slice);
        for (int from = fitting.slices().from(slice); from < to; from += CHUNK) {
            int count = Math.min(CHUNK, to - from);
            double[] chunk = new double[count * inputs];
            for (int at = 0; at < chunk.length; at++) {
                double value = rows[from * inputs + at];
                chunk[at] = pass.centres() ? value - means[at % inputs] : value;
            }
            pass.add(products, count, inputs, 0, inputs, chunk, moments);
        }
        return moments;
    }
}
