package glissade.curve;

/**
 * A setting that is to be judged.
 *
 * @param batchSize samples in a mini-batch
 * @param failure why training ended before its time, as a clause; empty when it did not
 */
public record Candidate(LossCurve curve, int batchSize, String failure) {}
