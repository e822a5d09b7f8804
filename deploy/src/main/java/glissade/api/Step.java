package glissade.api;

/**
 * One update of the parameters.
 *
 * @param start number of the starting point, from 1; 1 unless there are several
 * @param number of the step, from 1
 * @param epoch that it belongs to, from 1
 * @param loss mean over its mini-batch, before the update
 * @param learningRate that it used
 * @param gradientNorm Euclidean norm of the averaged gradient
 */
public record Step(
        int start, long number, int epoch, double loss, double learningRate, double gradientNorm) {}
