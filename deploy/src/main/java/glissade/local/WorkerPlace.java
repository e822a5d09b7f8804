package glissade.local;

/** Where the workers of a run are. They compute the same bits anywhere. */
public enum WorkerPlace {
    /** Each in a JVM of its own that is started for it: as on a cluster, but on one machine. */
    CHILD_JVMS,
    /** All in this JVM: quick to start, and sharing its memory and its fate. */
    THREADS,
    /** Wherever somebody else starts them; they come to the coordinator's address. */
    ELSEWHERE
}
