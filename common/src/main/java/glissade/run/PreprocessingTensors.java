package glissade.run;

import glissade.preprocess.Preprocessing;
import glissade.preprocess.PreprocessingKind;
import glissade.preprocess.PreprocessingKind.TensorShape;
import java.util.ArrayList;
import java.util.List;

/** A fitted preprocessing as tensors {@code preprocessing.*}, and back. */
final class PreprocessingTensors {

    private static final String PREFIX = "preprocessing.";

    private PreprocessingTensors() {}

    static List<Tensor> of(Preprocessing preprocessing) {
        float[] values = preprocessing.values();
        List<Tensor> tensors = new ArrayList<>();
        int offset = 0;
        for (TensorShape shape : preprocessing.kind().tensors(preprocessing.inputs())) {
            Tensor tensor = new Tensor(PREFIX + shape.name(), shape.shape(), values, offset);
            tensors.add(tensor);
            offset += tensor.length();
        }
        return tensors;
    }

    /**
     * The preprocessing that a file holds.
     *
     * @param source for messages: the file
     * @throws ConfigurationException if tensors are missing, shaped otherwise, or hold what nobody
     *     fitted
     */
    static Preprocessing collect(
            SafeTensors file, PreprocessingKind kind, int inputs, String source) {
        List<Tensor> tensors = new ArrayList<>();
        for (TensorShape shape : kind.tensors(inputs)) {
            tensors.add(tensor(file, shape, source));
        }
        float[] values = new float[kind.valueCount(inputs)];
        int offset = 0;
        for (Tensor tensor : tensors) {
            tensor.copyTo(values, offset);
            offset += tensor.length();
        }
        try {
            return Preprocessing.of(kind, inputs, values);
        } catch (IllegalArgumentException nonsense) {
            throw new ConfigurationException(source + ": " + nonsense.getMessage(), nonsense);
        }
    }

    private static Tensor tensor(SafeTensors file, TensorShape shape, String source) {
        Tensor tensor = file.tensor(PREFIX + shape.name());
        if (tensor == null || !tensor.shape().equals(shape.shape())) {
            throw new ConfigurationException(
                    source
                            + ": expected a float32 tensor "
                            + PREFIX
                            + shape.name()
                            + " of shape "
                            + shape.shape()
                            + ", found "
                            + (tensor == null ? "none" : tensor.shape())
                            + "; use another file");
        }
        return tensor;
    }
}
