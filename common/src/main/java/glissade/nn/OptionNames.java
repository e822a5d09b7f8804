package glissade.nn;

import java.util.function.Function;

/** Finds a constant by the name that users write. */
final class OptionNames {
    private OptionNames() {}

    static <E> E find(String what, String name, E[] constants, Function<E, String> optionName) {
        StringBuilder known = new StringBuilder();
        for (E constant : constants) {
            String candidate = optionName.apply(constant);
            if (candidate.equals(name)) {
                return constant;
            }
            known.append(known.isEmpty() ? "" : ", ").append(candidate);
        }
        throw new IllegalArgumentException(
                "unknown " + what + " \"" + name + "\": expected one of " + known);
    }
}
