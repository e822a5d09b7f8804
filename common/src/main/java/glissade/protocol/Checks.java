package glissade.protocol;

/** Checks that message constructors share; they run on the receiving side too. */
final class Checks {

    private Checks() {}

    static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    name + " must be at least " + least + ": " + name + "=" + value);
        }
    }

    static void text(String name, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " must not be empty");
        }
    }
}
