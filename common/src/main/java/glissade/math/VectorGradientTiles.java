package glissade.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of weight gradients over all slices of samples, whose sums are added by the slice tree.
 * Finished subtrees stand in {@code stack} like the digits of a binary counter: the sum of a slice
 * takes up as many of them as the counter carries, and the last slice takes up the rest, the
 * smallest first. One subtree, or two of the tallest tile, are added while the sum is still in
 * registers ({@link VectorSliceTiles}), further ones in memory.
 */
final class VectorGradientTiles {
    private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
    private static final int LANES = VectorTiles.LANES;

    /** Inputs of the tallest tile. */
    static final int TALL = 12;

    /** Floats of a subtree in the stack. */
    static final int ENTRY = 2 * TALL * LANES;

    /** Depth of the slice tree: more slices than 2^31 do not fit an int. */
    private static final int MAX_DEPTH = 32;

    /** Floats of {@code stack}. */
    static final int STACK = MAX_DEPTH * ENTRY;

    private VectorGradientTiles() {}

    /**
     * Writes {@code out = xᵀ · b} for {@code inputs} inputs: 12 or 8 of two vectors of columns, 8
     * of one.
     *
     * @param second where the second vector of columns lies behind the first, 0 if there is none
     */
    static void sum(
            int inputs,
            int rows,
            int sliceSize,
            float[] x,
            int xOffset,
            int xStep,
            float[] b,
            int bOffset,
            int bStep,
            int second,
            float[] stack,
            float[] out,
            int outOffset,
            int outStep) {
        int vectors = second > 0 ? 2 : 1;
        int depth = 0;
        int slice = 0;
        for (int row = 0; row < rows; row += sliceSize) {
            int samples = Math.min(sliceSize, rows - row);
            boolean last = row + samples == rows;
            int joins = last ? depth : Integer.numberOfTrailingZeros(~slice);
            int inRegisters = Math.min(joins, inputs == TALL ? 2 : 1);
            boolean done = last && joins == inRegisters;
            int near = (depth - 1) * ENTRY;
            depth -= inRegisters;
            if (inputs == TALL) {
                tallSlice(
                        inRegisters,
                        samples,
                        x,
                        xOffset + row * xStep,
                        xStep,
                        b,
                        bOffset + row * bStep,
                        bStep,
                        second,
                        stack,
                        near,
                        done ? out : stack,
                        done ? outOffset : depth * ENTRY,
                        done ? outStep : vectors * LANES,
                        done ? second : LANES);
            } else {
                lowSlice(
                        inRegisters,
                        samples,
                        x,
                        xOffset + row * xStep,
                        xStep,
                        b,
                        bOffset + row * bStep,
                        bStep,
                        second,
                        stack,
                        near,
                        done ? out : stack,
                        done ? outOffset : depth * ENTRY,
                        done ? outStep : vectors * LANES,
                        done ? second : LANES);
            }
            for (int join = inRegisters; join < joins; join++) {
                depth--;
                boolean whole = last && depth == 0;
                addSubtree(
                        inputs,
                        vectors,
                        stack,
                        depth * ENTRY,
                        whole ? out : stack,
                        whole ? outOffset : depth * ENTRY,
                        whole ? outStep : vectors * LANES,
                        whole ? second : LANES);
            }
            depth++;
            slice++;
        }
    }

    /** One slice of the tallest tile; small, so that C2 takes it into the loop over slices. */
    private static void tallSlice(
            int joins,
            int samples,
            float[] x,
            int xOffset,
            int xStep,
            float[] b,
            int bOffset,
            int bStep,
            int second,
            float[] stack,
            int near,
            float[] to,
            int toOffset,
            int toStep,
            int toSecond) {
        if (joins == 0) {
            VectorSliceTiles.sum(
                    samples, x, xOffset, xStep, b, bOffset, bStep, second, to, toOffset, toStep,
                    toSecond);
        } else if (joins == 1) {
            VectorSliceTiles.join(
                    samples, x, xOffset, xStep, b, bOffset, bStep, second, stack, near, to,
                    toOffset, toStep, toSecond);
        } else {
            VectorSliceTiles.joinTwo(
                    samples,
                    x,
                    xOffset,
                    xStep,
                    b,
                    bOffset,
                    bStep,
                    second,
                    stack,
                    near,
                    near - ENTRY,
                    to,
                    toOffset,
                    toStep,
                    toSecond);
        }
    }

    /** One slice by the register tile of its size. */
    private static void lowSlice(
            int joins,
            int samples,
            float[] x,
            int xOffset,
            int xStep,
            float[] b,
            int bOffset,
            int bStep,
            int second,
            float[] stack,
            int near,
            float[] to,
            int toOffset,
            int toStep,
            int toSecond) {
        if (second == 0) {
            if (joins == 0) {
                VectorNarrowSliceTiles.sum(
                        samples, x, xOffset, xStep, b, bOffset, bStep, to, toOffset, toStep);
            } else {
                VectorNarrowSliceTiles.join(
                        samples, x, xOffset, xStep, b, bOffset, bStep, stack, near, to, toOffset,
                        toStep);
            }
        } else if (joins == 0) {
            VectorLowSliceTiles.sum(
                    samples, x, xOffset, xStep, b, bOffset, bStep, second, to, toOffset, toStep,
                    toSecond);
        } else {
            VectorLowSliceTiles.join(
                    samples, x, xOffset, xStep, b, bOffset, bStep, second, stack, near, to,
                    toOffset, toStep, toSecond);
        }
    }

    /** Adds the subtree above {@code entry} to the one there, which is of earlier slices. */
    private static void addSubtree(
            int inputs,
            int vectors,
            float[] stack,
            int entry,
            float[] to,
            int toOffset,
            int toStep,
            int toSecond) {
        int from = entry;
        int end = toOffset + inputs * toStep;
        for (int at = toOffset; at < end; at += toStep) {
            for (int second = 0; second < vectors * LANES; second += LANES) {
                FloatVector later = FloatVector.fromArray(SPECIES, stack, from + ENTRY);
                FloatVector.fromArray(SPECIES, stack, from)
                        .add(later)
                        .intoArray(to, second == 0 ? at : at + toSecond);
                from += LANES;
            }
        }
    }

    /** Sums of one vector of columns of {@code b}: adds what {@code fma(1, b, c)} would. */
    static void columnSums(
            int rows,
            int sliceSize,
            float[] b,
            int bOffset,
            int bStep,
            float[] stack,
            float[] out,
            int outOffset) {
        int depth = 0;
        int slice = 0;
        int bi = bOffset;
        int bEnd = bOffset + rows * bStep;
        int bSlice = Math.min(sliceSize, rows) * bStep;
        while (true) {
            FloatVector c = FloatVector.zero(SPECIES);
            int bTo = bEnd - bi > bSlice ? bi + bSlice : bEnd;
            for (; bi != bTo; bi += bStep) {
                c = c.add(FloatVector.fromArray(SPECIES, b, bi));
            }
            int joins = bi == bEnd ? depth : Integer.numberOfTrailingZeros(~slice);
            for (int end = depth - joins; depth != end; ) {
                depth--;
                c = FloatVector.fromArray(SPECIES, stack, depth * LANES).add(c);
            }
            if (bi == bEnd) {
                c.intoArray(out, outOffset);
                return;
            }
            c.intoArray(stack, depth * LANES);
            depth++;
            slice++;
        }
    }
}
