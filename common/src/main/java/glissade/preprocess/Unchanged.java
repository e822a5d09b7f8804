package glissade.preprocess;

import glissade.math.Kernels;

/** No preprocessing. */
record Unchanged(int inputs) implements Preprocessing {

    @Override
    public PreprocessingKind kind() {
        return PreprocessingKind.NONE;
    }

    @Override
    public void apply(
            Kernels kernels, int rows, float[] raw, int rawOffset, float[] out, int outOffset) {
        System.arraycopy(raw, rawOffset, out, outOffset, rows * inputs);
    }

    @Override
    public boolean worksInPlace() {
        return true;
    }

    @Override
    public int dropped() {
        return 0;
    }

    @Override
    public String words() {
        return "inputs as they are";
    }

    @Override
    public float[] values() {
        return new float[0];
    }
}
