package glissade.protocol;

/** The data that an evaluation ran over; never the training part. */
public enum EvaluationSet {
    VALIDATION,
    TEST
}
