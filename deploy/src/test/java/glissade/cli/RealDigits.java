package glissade.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where real digits are found beside a checkout of the developers; tests that need them say so when
 * they skip.
 */
final class RealDigits {

    private RealDigits() {}

    /** The directory with the MNIST files, which may not exist. */
    static Path directory() {
        return Checkout.root().resolveSibling("shared").resolve("data/mnist10k");
    }

    static boolean found() {
        return Files.isDirectory(directory());
    }

    /** What {@code --data} is to say: the real digits, or as many synthetic ones. */
    static String orSynthetic() {
        return found() ? directory().toString() : "digits:10000";
    }
}
