package glissade.worker.step;

import glissade.data.DataException;

/** Words for what nobody expected to be thrown. */
final class Faults {

    private Faults() {}

    /** What happened, for the user; a fault of the data is told as such. */
    static String words(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof DataException unusable) {
                return String.valueOf(unusable.getMessage());
            }
            // So the JVM tells that the operating system could not supply a page of a mapped file,
            // and it may tell it a little late, when the data set cannot name the file any more.
            if (cause instanceof InternalError
                    && String.valueOf(cause.getMessage()).contains("unsafe memory access")) {
                return "a part of the data is gone: a file grew shorter while it was in use, or its"
                        + " disk went away; bring it back and leave it alone during a run";
            }
        }
        return "unexpected " + fault;
    }
}
