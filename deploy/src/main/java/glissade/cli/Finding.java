package glissade.cli;

/**
 * What {@code doctor} found out about one thing.
 *
 * @param what the thing, in a word or two
 * @param found how it is, and how to mend it where it is not well
 */
record Finding(Level level, String what, String found) {

    /** How bad it is. */
    enum Level {
        /** As it should be. */
        OK,
        /** Training works, but something will be slow or missing. */
        WARN,
        /** Training does not work. */
        FAIL
    }

    static Finding ok(String what, String found) {
        return new Finding(Level.OK, what, found);
    }

    static Finding warn(String what, String found) {
        return new Finding(Level.WARN, what, found);
    }

    static Finding fail(String what, String found) {
        return new Finding(Level.FAIL, what, found);
    }
}
