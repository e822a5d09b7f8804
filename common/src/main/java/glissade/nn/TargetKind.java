package glissade.nn;

/** What the outputs of a network are compared with. */
public enum TargetKind {
    /** The class of each sample: 1 at its output and 0 elsewhere, or 0 or 1 at the only output. */
    LABELS,
    /** Values, as many as there are outputs. */
    VALUES
}
